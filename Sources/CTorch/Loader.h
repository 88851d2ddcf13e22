// Opens the library beside the program that holds what CTorch.h declares.
#ifndef HEPATICA_CTORCH_LOADER_H
#define HEPATICA_CTORCH_LOADER_H

namespace ctorch {

/// The address of a function of CTorchEngine; NULL where the library or the function is not there.
void *engine_function(const char *name) noexcept;
/// Why the library could not be opened; NULL where it could.
const char *loading_error() noexcept;

} // namespace ctorch

#endif
