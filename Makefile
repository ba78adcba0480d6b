# Two commands to start with: `make profile` and `make test`. `make` alone lists all of them.

TOKPROF := .build/release/tokprof
# What `tokprof --version` says it was built from.
export TOKPROF_COMMIT ?= $(shell git describe --always --dirty --abbrev=12 2>/dev/null)
MINUTES ?= 5
ROUNDS ?= 5

.DEFAULT_GOAL := help
.PHONY: help setup build profile test test-slow bench format lint docs dist fuzz sanitize clean
.NOTPARALLEL:

help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is missing to build: five system libraries (needs root only then).
	@Tools/setup

build: setup ## Build the command line in release: .build/release/tokprof.
	@swift build -c release --product tokprof

profile: build ## Profile the tokenizer in Vocab/ over Corpora/, and keep the profile.
	@$(TOKPROF) profile -t Vocab/tokenizer.json --name tokprof-32k Corpora
	@echo
	@echo 'The profile is kept as tokprof-32k. Two things to try with it:'
	@echo
	@echo '  $(TOKPROF) estimate --profile tokprof-32k --bytes 3.2TB --mix Hani:0.6,Latn:0.4'
	@echo
	@echo '  $(TOKPROF) training time --profile tokprof-32k --bytes 3.2TB --mix Hani:0.6,Latn:0.4 \'
	@echo '    --params 7B --gpu A100-SXM --gpus 8 --mfu 0.4 --epochs 3'

# The end-to-end tests run the release binary.
test: build ## Run every test but the slow ones.
	@swift test --disable-xctest

test-slow: build ## Run every test, also those that take minutes.
	@TOKPROF_SLOW_TESTS=1 swift test --disable-xctest

bench: build ## Print speeds beside the peers (ROUNDS=5); see Benchmarks/.
	@Tools/bench $(ROUNDS)

format: ## Format the sources in place.
	@Tools/lint --fix

lint: ## Check the sources' format and style.
	@Tools/lint

docs: setup ## Write the libraries' documentation to docs/api.
	@Tools/docs

dist: setup ## Build the binary and the .deb that are handed to people, in dist/.
	@Tools/dist

fuzz: setup ## Fuzz every parser, and fast counting (MINUTES=5 each).
	@Tools/fuzz $(MINUTES)

TEST_TARGETS = $(filter-out TestSupport,$(notdir $(wildcard Tests/*Tests)))

# Leaks are not looked for: what a command holds that exits in the middle is no leak. Under
# ThreadSanitizer one target after the other: what it costs grows with the number of tasks, and all
# tests in one process had not ended after 50 minutes, where half of the targets take 25.
sanitize: export TOKPROF_SANITIZED = 1
sanitize: export ASAN_OPTIONS = detect_leaks=0
sanitize: export TSAN_OPTIONS = suppressions=$(CURDIR)/Tools/thread-sanitizer-suppressions
sanitize: build ## Run the tests under AddressSanitizer, then under ThreadSanitizer.
	@swift test --disable-xctest --sanitize=address --scratch-path .build-address
	@swift build --build-tests --sanitize=thread --scratch-path .build-thread
	@for target in $(TEST_TARGETS); do echo "$$target under ThreadSanitizer" && swift test \
	  --skip-build --disable-xctest --sanitize=thread --scratch-path .build-thread \
	  --filter "^$$target\." || exit 1; done

clean: ## Remove everything that was built.
	@rm -rf .build .build-dist .build-fuzz .build-bench .build-address .build-thread dist docs/api
