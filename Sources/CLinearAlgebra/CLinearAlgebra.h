// The few BLAS and LAPACK entry points that MRSCore calls, declared with their reference
// signatures (CBLAS, LAPACKE), so that no vendor header path is needed.
#ifndef HEPATICA_CLINEARALGEBRA_H
#define HEPATICA_CLINEARALGEBRA_H

enum {
  HepColumnMajor = 102,
  HepNoTranspose = 111,
  HepTranspose = 112,
  HepAdjoint = 113,
  HepUpper = 121,
  HepLower = 122,
  HepNonUnit = 131,
  HepRight = 142
};

void cblas_dgemm(int layout, int transA, int transB, int m, int n, int k, double alpha, const double *a, int lda,
                 const double *b, int ldb, double beta, double *c, int ldc);
void cblas_zgemm(int layout, int transA, int transB, int m, int n, int k, const void *alpha, const void *a, int lda,
                 const void *b, int ldb, const void *beta, void *c, int ldc);
void cblas_dgemv(int layout, int trans, int m, int n, double alpha, const double *a, int lda, const double *x, int incx,
                 double beta, double *y, int incy);
void cblas_dsyrk(int layout, int uplo, int trans, int n, int k, double alpha, const double *a, int lda, double beta,
                 double *c, int ldc);
void cblas_dtrsm(int layout, int side, int uplo, int transA, int diag, int m, int n, double alpha, const double *a,
                 int lda, double *b, int ldb);
double cblas_ddot(int n, const double *x, int incx, const double *y, int incy);
void cblas_daxpy(int n, double alpha, const double *x, int incx, double *y, int incy);

int LAPACKE_dpotrf(int layout, char uplo, int n, double *a, int lda);
int LAPACKE_dpotri(int layout, char uplo, int n, double *a, int lda);
int LAPACKE_dpotrs(int layout, char uplo, int n, int nrhs, const double *a, int lda, double *b, int ldb);
int LAPACKE_dtrtrs(int layout, char uplo, char trans, char diag, int n, int nrhs, const double *a, int lda, double *b,
                   int ldb);
int LAPACKE_dsyevd(int layout, char jobz, char uplo, int n, double *a, int lda, double *w);
int LAPACKE_zgeev(int layout, char jobvl, char jobvr, int n, void *a, int lda, void *w, void *vl, int ldvl, void *vr,
                  int ldvr);
int LAPACKE_dgels(int layout, char trans, int m, int n, int nrhs, double *a, int lda, double *b, int ldb);
int LAPACKE_dgesdd(int layout, char jobz, int m, int n, double *a, int lda, double *s, double *u, int ldu, double *vt,
                   int ldvt);

void openblas_set_num_threads(int threads);
char *openblas_get_config(void);
// How OpenBLAS was built: 0 without threads, 1 with its own, 2 with OpenMP.
int openblas_get_parallel(void);

#endif
