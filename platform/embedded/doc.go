// Package embedded lets the server run with nothing around it: a private
// PostgreSQL when no DATABASE_URL is given, an in-process Redis when no
// REDIS_URL is given.
//
// # PostgreSQL
//
// It is the real server, run as a process of its own. What is promised:
//
//   - Its programs are taken from LONGHOUSE_POSTGRES, else from PATH, else from
//     the usual install folders, else fetched. 15 or later, and the same major
//     version that made the data, or an error that says what was found.
//   - It works for root and for anybody else. PostgreSQL refuses root, so root
//     starts it as the owner of the data, who is the user postgres, or nobody
//     where there is no such user.
//   - It is reached through a socket inside the data folder, or through
//     127.0.0.1 where that path is too long for a socket; always with a made-up
//     password and scram-sha-256.
//   - It ends with Stop. When this process is killed, the server lives on, and
//     the next start takes it over as it is. A pid file that a power cut left
//     behind does no harm.
//   - One process at a time uses a data folder; a second one is told the first
//     one's process id. The lock is the kernel's, so it cannot be left behind.
//
// # The data folder
//
//	DATA                    ours; 0700, for root 0711
//	├── lock                held while we live; our process id for those refused
//	├── pgpass              0600: the passwords, in the format psql reads
//	├── postgres-binaries/  PostgreSQL's programs, if they had to be fetched
//	└── postgres/           0700, owned by the account that PostgreSQL runs as
//	    ├── data/           PostgreSQL's own
//	    ├── log             what it says; the one before is log.1
//	    └── .s.PGSQL.5432   the socket
//
// For root the folder is 0711 and not 0700 because the server's account must
// pass through it to its own folder; it can neither list it nor read what is
// 0600 in it, as every secret here must be.
//
// Two logins exist. "longhouse" owns the database of that name, may create
// roles and databases, and is no superuser, just as on a managed server.
// "postgres" is the superuser, for backups and for tests.
//
// # Redis
//
// It is miniredis, in this process. Losing it loses nothing, because the jobs'
// truth is in PostgreSQL. Its keys expire only when its clock is moved, so it
// is moved once a second by the time that has passed.
package embedded
