// HDF5 with getters for what its headers define as macros that Swift cannot import.
#ifndef HEPATICA_CHDF5_H
#define HEPATICA_CHDF5_H

#include <hdf5.h>
#include <stdio.h>

static inline hid_t HepHDF5NativeFloat(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t HepHDF5NativeDouble(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t HepHDF5NativeInt64(void) { return H5T_NATIVE_INT64; }
static inline hid_t HepHDF5FileFloat(void) { return H5T_IEEE_F32LE; }
static inline hid_t HepHDF5FileDouble(void) { return H5T_IEEE_F64LE; }
static inline hid_t HepHDF5FileInt64(void) { return H5T_STD_I64LE; }
static inline hid_t HepHDF5String(void) { return H5T_C_S1; }

static inline unsigned HepHDF5ReadOnly(void) { return H5F_ACC_RDONLY; }
static inline unsigned HepHDF5New(void) { return H5F_ACC_EXCL; }
static inline haddr_t HepHDF5NoAddress(void) { return HADDR_UNDEF; }
static inline hid_t HepHDF5Default(void) { return H5P_DEFAULT; }
static inline hid_t HepHDF5Everything(void) { return H5S_ALL; }

static inline hid_t HepHDF5NewFileProperties(void) { return H5Pcreate(H5P_FILE_CREATE); }
static inline hid_t HepHDF5FileAccess(void) { return H5Pcreate(H5P_FILE_ACCESS); }
static inline hid_t HepHDF5NewDatasetProperties(void) { return H5Pcreate(H5P_DATASET_CREATE); }

// Calls `visit` with the name of every link of a group and `context`, in the order of the file; below zero where one
// cannot be read. Asked for names by index, HDF5 1.10 sorts them into a table first, and frees that before it is filled
// where a damaged file does not let it (H5G__dense_get_name_by_idx).
typedef struct {
  void (*visit)(const char *name, void *context);
  void *context;
} HepHDF5Visitor;

static inline herr_t HepHDF5VisitOne(hid_t group, const char *name, const H5L_info_t *info, void *visitor) {
  (void)group, (void)info;
  ((HepHDF5Visitor *)visitor)->visit(name, ((HepHDF5Visitor *)visitor)->context);
  return 0;
}

static inline herr_t HepHDF5Visit(hid_t group, void (*visit)(const char *name, void *context), void *context) {
  HepHDF5Visitor visitor = {visit, context};
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, HepHDF5VisitOne, &visitor);
}

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
