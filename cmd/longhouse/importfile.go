package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"longhouse/platform/imports"
)

func importCommand(c Config) *cobra.Command {
	var org, target, lines string
	var mapping, options []string
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Import a CSV or XLSX file, as the web UI does", Args: cobra.ExactArgs(1),
		Long: "Imports a file as the organisation's owner: columns are matched by name and content, every row gets a verdict, the good ones go in.\n" +
			"Rows that are refused are listed, and make the exit code 2. The same file again changes nothing.\n\n" +
			"  longhouse import --target crm.accounts customers.csv\n" +
			"  longhouse import --target crm.orders --lines order_details.csv orders.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) (err error) {
				if ctx, err = h.asOwner(ctx, org); err != nil {
					return err
				}
				if target == "" {
					return h.listTargets(ctx, cmd)
				}
				files, err := uploads(args[0], lines)
				if err != nil {
					return err
				}
				draft, err := drafted(mapping, options)
				if err != nil {
					return err
				}
				if err := h.Jobs.Start(ctx); err != nil { // what follows from the rows is done too
					return err
				}
				defer func() { err = errors.Join(err, h.Jobs.Stop(ctx)) }()
				stage := ""
				result, err := h.Imports.ImportFile(ctx, target, files, draft, func(now string, done, total int64) {
					if now != stage {
						stage = now
						fmt.Fprintln(cmd.ErrOrStderr(), now, "…")
					}
				})
				if err != nil {
					return err
				}
				n := result.Counts
				fmt.Fprintf(cmd.OutOrStdout(), "%d created, %d updated, %d unchanged, %d refused\n", n.Create, n.Update, n.Unchanged, n.Error)
				for _, row := range result.Errors {
					for _, e := range row.Errors {
						fmt.Fprintf(cmd.OutOrStdout(), "  line %d, %s: %s\n", row.Line, e.Field, e.Message)
					}
				}
				if n.Error > 0 {
					return exit(2)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&org, "org", "", "short name of the organisation; the only one if not given")
	cmd.Flags().StringVar(&target, "target", "", "what the rows become; without it the possible ones are listed")
	cmd.Flags().StringVar(&lines, "lines", "", "a second file whose rows belong to those of the first, as order lines")
	cmd.Flags().StringSliceVar(&mapping, "map", nil, "field=column, instead of the guess; may be given several times")
	cmd.Flags().StringSliceVar(&options, "option", nil, "option=value; may be given several times")
	return cmd
}

func (h *House) listTargets(ctx context.Context, cmd *cobra.Command) error {
	for _, t := range h.Imports.Targets(ctx) {
		var options []string
		for _, o := range t.Options {
			options = append(options, o.Key+"="+o.Default)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%-26s %-16s %s\n", t.Name, t.Label, strings.Join(options, " "))
	}
	return errors.New("say with --target what the rows become")
}

func uploads(file, lines string) ([]imports.Upload, error) {
	var out []imports.Upload
	for _, name := range []string{file, lines} {
		if name == "" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, imports.Upload{Name: filepath.Base(name), Data: data})
	}
	return out, nil
}

// drafted leaves to the guess what is not said.
func drafted(mapping, options []string) (imports.Draft, error) {
	d := imports.Draft{Options: map[string]string{}}
	for _, list := range []struct {
		words []string
		into  *map[string]string
	}{{mapping, &d.Mapping}, {options, &d.Options}} {
		for _, w := range list.words {
			key, value, ok := strings.Cut(w, "=")
			if !ok {
				return d, fmt.Errorf("%q: write key=value", w)
			}
			if *list.into == nil {
				*list.into = map[string]string{}
			}
			(*list.into)[key] = value
		}
	}
	return d, nil
}
