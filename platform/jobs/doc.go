// Package jobs does after the commit what a transaction asked for. An event
// fans out to one delivery row per subscriber, a job is one delivery row; both
// are written with the business rows and are the only truth. Asynq and Redis
// carry pointers to them ("pos:gen") and may be lost at any time.
//
// Four kinds of handler: events.Apply and Do change the module's own tables in
// the transaction that also ends the delivery, so their effects happen exactly
// once. events.React and RunLong work under a lease and may begin again, so
// what they call must accept the same Key twice.
package jobs
