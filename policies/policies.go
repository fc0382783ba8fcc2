// Package policies holds the rule language and the roles that every
// organisation starts with. Both change only by a release.
package policies

import _ "embed"

// Model is the Casbin model; nobody edits it at run time.
//
//go:embed model.conf
var Model string

// Roles are the shipped rules: p lines (subject, domain, object, action,
// scope, effect) and g lines (role, parent, domain).
//
//go:embed roles.csv
var Roles string
