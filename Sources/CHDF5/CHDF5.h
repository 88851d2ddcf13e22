// HDF5 with getters for what its headers define as macros that Swift cannot import.
#ifndef HEPATICA_CHDF5_H
#define HEPATICA_CHDF5_H

#include <hdf5.h>
#include <stdio.h>

static inline hid_t HepHDF5NativeDouble(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t HepHDF5NativeInt64(void) { return H5T_NATIVE_INT64; }
static inline hid_t HepHDF5FileFloat(void) { return H5T_IEEE_F32LE; }
static inline hid_t HepHDF5FileDouble(void) { return H5T_IEEE_F64LE; }
static inline hid_t HepHDF5FileInt64(void) { return H5T_STD_I64LE; }
static inline hid_t HepHDF5String(void) { return H5T_C_S1; }

static inline unsigned HepHDF5New(void) { return H5F_ACC_EXCL; }
static inline hid_t HepHDF5Default(void) { return H5P_DEFAULT; }
static inline hid_t HepHDF5Everything(void) { return H5S_ALL; }

static inline hid_t HepHDF5NewFileProperties(void) { return H5Pcreate(H5P_FILE_CREATE); }
static inline hid_t HepHDF5FileAccess(void) { return H5Pcreate(H5P_FILE_ACCESS); }
static inline hid_t HepHDF5NewDatasetProperties(void) { return H5Pcreate(H5P_DATASET_CREATE); }

// Stops HDF5 from printing errors of the calling thread to stderr.
static inline void HepHDF5Silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

static inline herr_t HepHDF5TakeFirst(unsigned n, const H5E_error2_t *error, void *text) {
  if (n == 0) snprintf((char *)text, 256, "%s", error->desc ? error->desc : "");
  return 0;
}

// Writes the innermost description of the last error, of up to 255 characters, to text of 256.
static inline void HepHDF5LastError(char *text) {
  text[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, HepHDF5TakeFirst, text);
  H5Eclear2(H5E_DEFAULT);
}

#endif
