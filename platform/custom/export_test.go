package custom

// KeepNow runs the job that keeps words, as the engine of jobs would.
var KeepNow = (*Service).keepWords
