/* A disk without room, as PostgreSQL meets it: while the file $DISK_FULL exists,
   no file of the cluster grows. What is there may be written over, as on a real disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int refused(int fd, off_t end)
{
	const char *flag = getenv("DISK_FULL");
	char link[64], path[PATH_MAX];
	struct stat s;
	ssize_t n;

	if (!flag || access(flag, F_OK) != 0)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	if (n < 0)
		return 0;
	path[n] = 0;
	if (!strstr(path, "/base/") && !strstr(path, "/pg_wal/"))
		return 0;
	if (fstat(fd, &s) != 0 || end <= s.st_size)
		return 0;
	errno = ENOSPC;
	return 1;
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static size_t total(const struct iovec *v, int n)
{
	size_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += v[i].iov_len;
	return sum;
}

ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return refused(fd, at + n) ? -1 : REAL(pwrite)(fd, b, n, at); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) { return refused(fd, at + n) ? -1 : REAL(pwrite64)(fd, b, n, at); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) { return refused(fd, at + total(v, n)) ? -1 : REAL(pwritev)(fd, v, n, at); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) { return refused(fd, at + total(v, n)) ? -1 : REAL(pwritev64)(fd, v, n, at); }
int posix_fallocate(int fd, off_t at, off_t n) { return refused(fd, at + n) ? ENOSPC : REAL(posix_fallocate)(fd, at, n); }
int posix_fallocate64(int fd, off64_t at, off64_t n) { return refused(fd, at + n) ? ENOSPC : REAL(posix_fallocate64)(fd, at, n); }
