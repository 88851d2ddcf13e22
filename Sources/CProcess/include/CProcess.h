#ifndef HEPATICA_CPROCESS_H
#define HEPATICA_CPROCESS_H

/// Writes what is left in the buffer of standard output. Returns 0, or the error number where this or an earlier write
/// failed: a full disk, a closed pipe, a limit of the size of files.
int hepatica_flush_output(void);

#endif
