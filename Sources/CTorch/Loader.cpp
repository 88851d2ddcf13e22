#include "Loader.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace {

#if defined(__APPLE__)
constexpr const char *file = "libCTorchEngine.dylib";
#else
constexpr const char *file = "libCTorchEngine.so";
#endif

struct Library {
  void *handle = nullptr;
  std::string error;

  Library() {
    // The engine's threads (OpenMP) are read this once, when its library is opened. As they come they wait for work at
    // full speed, and take the cores from whatever else runs: beside two busy processes a training of 12 s took 65 s, with
    // threads that sleep 12 to 21 s, to the same weights. What the user set counts.
    setenv("OMP_WAIT_POLICY", "passive", 0);
    // Beside what holds this function: the command, or the bundle of the tests.
    Dl_info own;
    std::string path = file;
    if (dladdr(reinterpret_cast<const void *>(&ctorch::engine_function), &own) && own.dli_fname) {
      const std::string program = own.dli_fname;
      const auto end = program.rfind('/');
      if (end != std::string::npos) path = program.substr(0, end + 1) + file;
    }
    // Functions are looked up as they are called: libtorch has tens of thousands, and needs few.
    handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    // As `ldconfig` or LD_LIBRARY_PATH have it.
    if (!handle) handle = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (handle) return;
    const char *reason = dlerror();
    error = std::string("networks need ") + file + " in the folder of the program, and libtorch: " +
            (reason ? reason : "it could not be opened") +
            "; build it with 'swift build -c release --product CTorchEngine'";
  }
};

const Library &library() {
  static const Library opened;
  return opened;
}

} // namespace

void *ctorch::engine_function(const char *name) noexcept {
  try {
    return library().handle ? dlsym(library().handle, name) : nullptr;
  } catch (...) {
    return nullptr;
  }
}

const char *ctorch::loading_error() noexcept {
  try {
    return library().handle ? nullptr : library().error.c_str();
  } catch (...) {
    return "no memory to open the library of the networks";
  }
}
