#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

int hepatica_flush_output(void) {
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  if (errno != 0) return errno;
  // An earlier write failed, whose reason is gone by now.
  struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};
  return poll(&output, 1, 0) > 0 && (output.revents & POLLERR) ? EPIPE : EIO;
}

void hepatica_outlive_writes(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

int hepatica_ignores(int number) {
  struct sigaction found;
  return sigaction(number, NULL, &found) == 0 && found.sa_handler == SIG_IGN;
}

static int hepatica_noticed[2] = {-1, -1};

static void hepatica_pass_on(int number) {
  const int kept = errno;
  const unsigned char byte = (unsigned char)number;
  ssize_t written = write(hepatica_noticed[1], &byte, 1);
  (void)written;
  errno = kept;
}

int hepatica_notice(const int *numbers, int count) {
  if (hepatica_noticed[0] < 0) {
    if (pipe(hepatica_noticed) != 0) return -1;
    for (int end = 0; end < 2; end++) {
      fcntl(hepatica_noticed[end], F_SETFD, FD_CLOEXEC);
      fcntl(hepatica_noticed[end], F_SETFL, O_NONBLOCK);
    }
  }
  struct sigaction action = {.sa_handler = hepatica_pass_on, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < count; i++) sigaction(numbers[i], &action, NULL);
  return hepatica_noticed[0];
}

void hepatica_end_by_closed_pipe(void) {
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
}

void hepatica_keep_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

#ifdef __linux__
#include <sys/mman.h>

/// OpenBLAS, when it is loaded, asks for a buffer of 128 MiB again and again until it gets one: under a limit of the
/// address space (ulimit -v) the program would hang before main. What a program has in .preinit_array is called before any
/// library is set up.
static void hepatica_require_address_space(int count, char **arguments, char **environment) {
  (void)count;
  (void)arguments;
  (void)environment;
  const size_t needed = (size_t)768 << 20;
  void *probe = mmap(NULL, needed, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (probe != MAP_FAILED) {
    munmap(probe, needed);
    return;
  }
  static const char text[] =
      "error: the memory that this process may address is limited (ulimit -v, or the batch system's --mem); hepatica "
      "needs 1 GB of it at least. Raise the limit.\n";
  ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
  (void)written;
  _exit(1);
}

__attribute__((section(".preinit_array"), used)) static void (*hepatica_first)(int, char **, char **) =
    hepatica_require_address_space;
#endif
