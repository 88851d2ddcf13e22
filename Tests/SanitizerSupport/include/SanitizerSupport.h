#ifndef SANITIZERSUPPORT_H
#define SANITIZERSUPPORT_H
// Nothing is called by name: see mutex.c.
#endif
