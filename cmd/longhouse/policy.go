package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/kernel"
)

// policyCommand manages access as code, on the host. What it finds wrong makes it exit with 1.
func policyCommand(c Config) *cobra.Command {
	cmd := &cobra.Command{Use: "policy", Short: "Who may do what, as a file: check it, compare it, make a draft of it"}
	var org string
	cmd.PersistentFlags().StringVar(&org, "org", "", "short name of the organisation; the only one if not given")
	as := func(cmd *cobra.Command, fn func(ctx context.Context, h *House, out io.Writer) error) error {
		return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
			ctx, err := h.asOwner(ctx, org)
			if err != nil {
				return err
			}
			return fn(ctx, h, cmd.OutOrStdout())
		})
	}
	judge := func(use, short string, show func(out io.Writer, r access.Report) error) *cobra.Command {
		return &cobra.Command{Use: use + " [FILE]", Short: short, Args: cobra.MaximumNArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			return as(cmd, func(ctx context.Context, h *House, out io.Writer) error {
				p, err := policyOf(ctx, args, cmd.InOrStdin())
				if err != nil {
					return err
				}
				r, err := h.Access.Check(ctx, p)
				if err != nil {
					return err
				}
				return show(out, r)
			})
		}}
	}
	cmd.AddCommand(
		judge("lint", "Run guards and lint on a file, or on the published policy", lint),
		judge("test", "Run the stored tests on a file, or on the published policy", test),
		judge("diff", "Show what a file would change, in effects on people and records", diff),
		&cobra.Command{Use: "export", Short: "Write the published policy as a file", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return as(cmd, func(ctx context.Context, h *House, out io.Writer) error {
				now, err := authz.Now(ctx)
				if err != nil {
					return err
				}
				_, err = out.Write(access.Write(now.Facts().Own))
				return err
			})
		}},
		applyCommand(as), recoverCommand(c, &org),
	)
	return cmd
}

// applyCommand makes a draft, and never publishes it: that takes a person who did not write it.
func applyCommand(as func(*cobra.Command, func(context.Context, *House, io.Writer) error) error) *cobra.Command {
	var name string
	cmd := &cobra.Command{Use: "apply FILE", Short: "Make a draft of a file, for somebody to approve in the browser", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return as(cmd, func(ctx context.Context, h *House, out io.Writer) error {
			p, err := policyOf(ctx, args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			w, err := h.Access.Begin(ctx, access.Beginning{Name: name, Policy: &p})
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "The draft %q is there: %s. Submit it under Administration, Access.\n", w.Name, w.ID)
			return nil
		})
	}}
	cmd.Flags().StringVar(&name, "name", "From a file", "what the draft is called")
	return cmd
}

// recoverCommand is the last resort: whoever has the host lets one person repair access again.
func recoverCommand(c Config, org *string) *cobra.Command {
	var role string
	cmd := &cobra.Command{Use: "recover EMAIL", Short: "Last resort: give one member a role that can repair access; the history says so", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if role != "owner" && role != "access.approver" && role != "access.editor" {
				return fmt.Errorf("recover gives owner, access.approver or access.editor, and not %q", role)
			}
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				o, err := h.organisation(ctx, *org)
				if err != nil {
					return err
				}
				ctx = actor.Service(ctx, o, "host", actor.System)
				who, err := actor.From(ctx)
				if err != nil {
					return err
				}
				who.Reason = "longhouse policy recover"
				user, err := h.Identity.MemberByEmail(actor.With(ctx, who), args[0])
				if err != nil {
					return err
				}
				if err := h.Rights.Bootstrap(actor.With(ctx, who), user, role); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s has the role %s now. The audit log says so.\n", args[0], role)
				return nil
			})
		}}
	cmd.Flags().StringVar(&role, "role", "owner", "owner, access.approver or access.editor")
	return cmd
}

// organisation finds one by its short name, or the only one.
func (h *House) organisation(ctx context.Context, slug string) (kernel.ID[kernel.Org], error) {
	all, err := h.Identity.Organisations(ctx)
	if err != nil {
		return kernel.ID[kernel.Org]{}, err
	}
	for _, o := range all {
		if o.Slug == slug || slug == "" && len(all) == 1 {
			return o.ID, nil
		}
	}
	return kernel.ID[kernel.Org]{}, fmt.Errorf("there is no organisation %q, or there are several: see `longhouse user organisations`, and name one with --org", slug)
}

// policyOf reads a file, - for standard input, or what is published.
func policyOf(ctx context.Context, args []string, in io.Reader) (authz.Policy, error) {
	if len(args) == 0 {
		now, err := authz.Now(ctx)
		if err != nil {
			return authz.Policy{}, err
		}
		return now.Facts().Own, nil
	}
	var text []byte
	var err error
	if args[0] == "-" {
		text, err = io.ReadAll(in)
	} else {
		text, err = os.ReadFile(args[0])
	}
	if err != nil {
		return authz.Policy{}, err
	}
	return access.Read(text)
}

var errFound = errors.New("the policy cannot be published as it is")

func lint(out io.Writer, r access.Report) error {
	bad := false
	for _, f := range r.Findings {
		bad = bad || f.Level == "error"
		fmt.Fprintf(out, "%-7s %-10s %s %s\n", f.Level, f.Guard, f.Message, f.Pointer)
	}
	if bad {
		return errFound
	}
	fmt.Fprintf(out, "%d warnings, no errors.\n", len(r.Findings))
	return nil
}

func test(out io.Writer, r access.Report) error {
	failed := 0
	for _, f := range r.Findings {
		if f.Guard == "tests" || f.Guard == "validate" {
			failed++
			fmt.Fprintln(out, f.Message)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d tests failed", failed)
	}
	fmt.Fprintf(out, "%d tests passed.\n", r.Tests)
	return nil
}

func diff(out io.Writer, r access.Report) error {
	d := r.Difference
	for _, x := range []struct {
		sign  string
		rules []authz.Rule
	}{{"+", d.AddedRules}, {"-", d.RemovedRules}, {"~", d.ChangedRules}} {
		for _, rule := range x.rules {
			fmt.Fprintln(out, x.sign, rule.Key())
		}
	}
	for _, role := range d.AddedRoles {
		fmt.Fprintf(out, "+ role %s %q\n", role.ID, role.Name)
	}
	for _, role := range d.RemovedRoles {
		fmt.Fprintf(out, "- role %s %q\n", role.ID, role.Name)
	}
	for _, e := range d.AddedInherits {
		fmt.Fprintf(out, "+ %s inherits %s\n", e.Role, e.Parent)
	}
	for _, e := range d.RemovedInherits {
		fmt.Fprintf(out, "- %s inherits %s\n", e.Role, e.Parent)
	}
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, e := range r.Effects {
		verb, records := "lose", ""
		if e.Gain {
			verb = "gain"
		}
		if e.Records != nil {
			records = fmt.Sprintf("%d records", *e.Records)
		}
		var names []string
		for _, p := range e.People {
			names = append(names, p.Name)
		}
		fmt.Fprintf(w, "%d people\t%s\t%s\t%s to %s\t%s\t%s\n", e.Count, verb, e.Permission, e.Before.Allow, e.After.Allow, records, strings.Join(append(names, e.Roles...), ", "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d people are affected.\n", r.Affected)
	for _, f := range r.Findings {
		if f.Level == "error" {
			fmt.Fprintln(out, f.Message)
		}
	}
	if !r.Publishable {
		return errFound
	}
	return nil
}
