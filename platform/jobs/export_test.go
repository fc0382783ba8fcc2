package jobs

// Changed is closed when a delivery ends the next time.
func (e *Engine) Changed() <-chan struct{} { return e.settled.next() }
