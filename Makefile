# Everything that people do with this repository. `make` alone lists it.

SQLC     := go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOFUMPT  := go run mvdan.cc/gofumpt@v0.12.0

# One way to compile for linters, tests and the binary, so that each package is compiled once.
export GOFLAGS += -trimpath

UI  := web/dist/.built
SRC := $(shell find web/src web/public web/index.html web/reference.html web/vite.config.ts web/package-lock.json -type f 2>/dev/null)

.DEFAULT_GOAL := help

help: ## List these commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

run: setup-run build ## Serve a demonstration on http://127.0.0.1:8080
	@exec ./bin/longhouse serve --demo

test: setup-test web ## Every test: Go with the race detector, types, lint, UI units, and journeys in a browser
	@.ci/services $(MAKE) --no-print-directory test-go
	@$(MAKE) --no-print-directory test-web
	@$(MAKE) --no-print-directory e2e

test-go: ## Go tests alone; needs DATABASE_URL and REDIS_URL, as `.ci/services make test-go` gives
	go vet ./...
	go test -race -timeout 20m -p 2 ./...

test-web: web/node_modules/.installed ## Types, lint and unit tests of the UI, and the size of its first load
	@$(MAKE) --no-print-directory -j 2 web-types web-rules # each has one thread only
	cd web && npm run --silent test && npm run --silent size

web-types: web/node_modules/.installed
	cd web && npm run --silent typecheck

web-rules: web/node_modules/.installed
	cd web && npm run --silent lint

e2e: setup-test build ## Journeys in Chromium against the real binary
	cd web && npm run --silent e2e

build: web ## The binary, bin/longhouse, with the UI in it
	@mkdir -p bin
	go build -ldflags "-s -w -X main.version=$$(git describe --tags --always --dirty 2>/dev/null || echo dev)" -o bin/longhouse ./cmd/longhouse

web: $(UI) ## Build the UI

$(UI): web/node_modules/.installed $(SRC)
	cd web && npm run --silent build
	@touch $@

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

gen: ## Generate again: SQL, the OpenAPI document, its TypeScript, golden files
	@for f in $$(git ls-files '*sqlc.yaml'); do (cd $$(dirname $$f) && $(SQLC) generate) || exit 1; done
	go run ./cmd/longhouse openapi > web/openapi.json.new && mv web/openapi.json.new web/openapi.json
	cd web && npm run --silent gen
	go test ./cmd/longhouse ./policies -run Golden -update >/dev/null

lint: ## Linters for Go
	$(GOLANGCI) run ./...

fmt: ## Format Go
	$(GOFUMPT) -w $$(git ls-files '*.go' ':!:**/sqlcgen/**')

check: setup-test web gen ## Nothing generated is out of date, and everything passes
	git diff --exit-code
	@$(MAKE) --no-print-directory lint test

bench: setup-test web ## Speed, as ratios to raw SQL on the same server in the same run
	@DURABLE=1 .ci/services go run ./cmd/longhouse/bench
	@.ci/services go test -run '^$$' -bench . ./platform/authz ./platform/access

bench-web: setup-test build ## What people feel, in Chromium with 10,000 rows and a slow processor; prints figures beside their budgets
	@cd web && npm run --silent size | tail -1 && npm run --silent bench

chaos: setup-test web ## Kill, freeze and starve the real binary for some minutes; prints the figures of cmd/longhouse/chaos/README.md
	@CHAOS=full go test ./cmd/longhouse/chaos -count 1 -v -timeout 60m
	@LONGHOUSE_UNDO_SEQUENCES=200 .ci/services go test ./modules/... -run TakenBack -count 1 -timeout 60m

migrate: ## Bring the database of DATABASE_URL to this schema
	go run ./cmd/longhouse migrate

seed: build ## Fill the demonstration organisation of a running server
	./bin/longhouse seed

ci: lint test ## What .ci/run calls

setup-run:
	@command -v go >/dev/null && command -v node >/dev/null && command -v npm >/dev/null || { echo "Longhouse is built with Go 1.26 and Node 20 or later: install both first." >&2; exit 1; }
	@.ci/need initdb:postgresql || echo "No PostgreSQL here; the server will fetch one for itself."

setup-test: setup-run
	@.ci/need initdb:postgresql pg_dump:postgresql-client redis-server:redis-server chromium:chromium,fonts-dejavu-core gcc:gcc,libc6-dev runuser:util-linux

.PHONY: help run test test-go test-web web-types web-rules e2e build web gen lint fmt check bench bench-web chaos migrate seed ci setup-run setup-test
