package crm

import "longhouse/platform/kernel"

// HandedOver tells a manager that the records of somebody who left are theirs.
var HandedOver = kernel.Notice{Name: "crm.handed_over", Label: "You take over from somebody who left", Default: kernel.InDigest, Because: "you lead whoever left"}

// Notices lists what CRM tells people.
var Notices = []kernel.Notice{HandedOver}
