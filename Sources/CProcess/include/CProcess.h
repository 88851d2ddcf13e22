#ifndef HEPATICA_CPROCESS_H
#define HEPATICA_CPROCESS_H

/// Writes what is left in the buffer of standard output. Returns 0, or the error number where this or an earlier write
/// failed: a full disk, a closed pipe, a limit of the size of files.
int hepatica_flush_output(void);

/// From now on a write into a closed pipe (SIGPIPE) or beyond the limit of the size of files (SIGXFSZ) is an error of that
/// write, not the end of the process, which would leave what is half done.
void hepatica_outlive_writes(void);

/// Whether whoever started the process wants a signal to be ignored, as nohup does SIGHUP.
int hepatica_ignores(int number);

/// From now on these signals do not end the process: each is a byte, its number, to be read from the descriptor that is
/// returned, -1 where there is none to be had. None is lost, however soon it comes.
int hepatica_notice(const int *numbers, int count);

/// Ends the process as a closed pipe under standard output ends any other program.
void hepatica_end_by_closed_pipe(void);

/// Keeps up to 64 MiB of freed memory for what is asked for next, where the C library lets it: a fit asks for matrices of a
/// megabyte some hundred times, and the kernel would clear their pages each time, a sixteenth of the time of a fit.
void hepatica_keep_memory(void);

#endif
