// Package backup writes the whole house into one file, and makes a house of
// such a file again.
//
// # What is promised
//
//   - A backup is taken of one moment, while the server serves. The file gets
//     its name when it is whole and on the disk; before, it is FILE.partial.
//   - The file says what it holds: how many rows each table has and a sum of
//     their content, all of the catalogue (fences, grants, constraints), the
//     schema's steps, the roles. Each part has a SHA-256.
//   - A restore goes into an empty database only. It reads the whole file and
//     compares its sums before it writes anything.
//   - A restored database is proved against the file: every row, every fence,
//     every sequence. Until that is done, and whatever the caller proves besides,
//     it holds a mark that serve and migrate refuse. A restore that was
//     killed is done again from the start by the same command.
//
// # The file
//
// It is a tar archive, so that it outlives this program:
//
//	longhouse.dump   pg_dump's custom format: pg_restore reads it
//	catalogue.txt    a line for each thing of the catalogue
//	keys/…           files of the data folder, unless they were left out
//	f/…              files that hang on records, by organisation and SHA-256
//	manifest.json    what is in it
//	SHA256SUMS       of all the above: sha256sum -c reads it
//
// Underneath are PostgreSQL's own pg_dump and pg_restore. Rows are read by a
// login that row level security does not bind, since it is forced on owners too.
package backup
