package jobs

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// inWords says a cron line as a person would: "Every day at 02:00". A line that
// cannot be read is given back as it is.
func inWords(spec string) string {
	c, err := parseCron(spec)
	if err != nil {
		return spec
	}
	at, days := c.times(), c.days()
	if days == "" {
		days = "every day"
	}
	if strings.HasPrefix(at, "every") {
		if days == "every day" {
			return sentenceCase(at)
		}
		return sentenceCase(at + ", " + days)
	}
	return sentenceCase(days + " " + at)
}

func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

const (
	allMinutes = 1<<60 - 1
	allHours   = 1<<24 - 1
	allMonths  = 1<<13 - 2
)

// times says at which times of a day.
func (c cron) times() string {
	minutes, hours := members(c.minute), members(c.hour)
	switch {
	case c.hour == allHours && c.minute == allMinutes:
		return "every minute"
	case c.hour == allHours && step(minutes, 60) > 1:
		return fmt.Sprintf("every %d minutes", step(minutes, 60))
	case c.hour == allHours && len(minutes) == 1:
		return fmt.Sprintf("every hour, %s", past(minutes[0]))
	case len(minutes) == 1 && step(hours, 24) > 1:
		return fmt.Sprintf("every %d hours, %s", step(hours, 24), past(minutes[0]))
	case len(minutes)*len(hours) <= 4:
		var clock []string
		for _, h := range hours {
			for _, m := range minutes {
				clock = append(clock, fmt.Sprintf("%02d:%02d", h, m))
			}
		}
		return "at " + list(clock)
	}
	if c.minute == allMinutes {
		return fmt.Sprintf("every minute of the hours %s", list(numbers(hours)))
	}
	return fmt.Sprintf("at the minutes %s of %s", list(numbers(minutes)), hoursOf(c.hour, hours))
}

func past(minute int) string {
	switch minute {
	case 0:
		return "on the hour"
	case 1:
		return "a minute past"
	}
	return fmt.Sprintf("%d minutes past", minute)
}

func hoursOf(set uint64, hours []int) string {
	if set == allHours {
		return "every hour"
	}
	return "the hours " + list(numbers(hours))
}

// days says on which days; nothing for all of them.
func (c cron) days() string {
	var on []string
	if !c.anyDay {
		on = append(on, "on day "+list(numbers(members(c.day)))+" of the month")
	}
	if !c.anyWeekday {
		on = append(on, weekdaysOf(c.weekday))
	}
	out := strings.Join(on, " or ")
	if c.month == allMonths {
		return out
	}
	var names []string
	for _, m := range members(c.month) {
		names = append(names, time.Month(m).String())
	}
	if out == "" {
		out = "every day"
	}
	return out + " in " + list(names)
}

func weekdaysOf(set uint64) string {
	set &= 1<<7 - 1
	if set == 0b0111110 {
		return "Monday to Friday"
	}
	var names []string
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		if set&(1<<int(d)) != 0 {
			names = append(names, d.String())
		}
	}
	if len(names) == 1 {
		return "every " + names[0]
	}
	return list(names)
}

func members(set uint64) []int {
	out := make([]int, 0, bits.OnesCount64(set))
	for n := range 64 {
		if set&(1<<n) != 0 {
			out = append(out, n)
		}
	}
	return out
}

// step is the distance of numbers that stand evenly around the clock; 0 if they do not.
func step(of []int, around int) int {
	if len(of) < 2 || of[0] != 0 || around%len(of) != 0 {
		return 0
	}
	for i, n := range of {
		if n != i*around/len(of) {
			return 0
		}
	}
	return around / len(of)
}

func numbers(of []int) []string {
	out := make([]string, len(of))
	for i, n := range of {
		out[i] = fmt.Sprint(n)
	}
	return out
}

// list writes "a, b and c".
func list(of []string) string {
	if len(of) == 1 {
		return of[0]
	}
	return strings.Join(of[:len(of)-1], ", ") + " and " + of[len(of)-1]
}
