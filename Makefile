# mmscope. `make run` installs what is missing, builds and serves; `make test` does the same and runs every test.
# The parts follow; `make help` lists them. BUILD, CC, CFLAGS, PREFIX, DESTDIR, HOST and PORT may be given.

VERSION  := 0.1.0
BUILD    ?= build
PREFIX   ?= /usr/local
HOST     ?= 127.0.0.1
PORT     ?= 8080
JOBS     ?= $(shell nproc 2>/dev/null || echo 2)
CFLAGS   ?= -O2 -g
# The engine's inner loops gain from -O3; the sanitizer builds set this to nothing.
ENGINE_CFLAGS ?= -O3
WERROR   ?= -Werror
RUN_ARGS ?=

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(MAKELEVEL)$(findstring j,$(firstword -$(MAKEFLAGS))),0)
MAKEFLAGS += -j$(JOBS)
endif
MAKEFLAGS += --no-print-directory
# V=1 shows the commands themselves.
Q := $(if $(V),,@)
.DEFAULT_GOAL := bin
SHELL := /bin/sh

# ---------------------------------------------------------------- what there is

# engine/ORDER names the modules bottom to top; those with a .c are the build list.
modules     := $(shell sed 's/\#.*//' engine/ORDER 2>/dev/null)
engine_src  := $(wildcard $(modules:%=engine/%.c))
server_src  := $(wildcard server/*.c)
server_lib  := $(filter-out server/main.c,$(server_src))
suite_src   := $(wildcard tests/engine/check_*.c tests/server/check_*.c)
test_src    := $(wildcard tests/*.c tests/engine/*.c) $(if $(server_src),$(wildcard tests/server/*.c))
fuzz_src    := $(wildcard tests/fuzz/fuzz_*.c)
bench_src   := $(wildcard tests/bench/bench_*.c)
suite_names := $(patsubst check_%,%,$(basename $(notdir $(suite_src))))
fuzz_names  := $(patsubst fuzz_%,%,$(basename $(notdir $(fuzz_src))))
scenarios   := $(sort $(wildcard tests/oracle/*.mm tests/oracle/*/*.mm tests/golden/*.mm web/lessons/*.mm))
web_here    := $(wildcard web/package.json)
# A tarball made by `make dist` carries the page and the program ready to run in here.
prebuilt    := $(wildcard prebuilt)

engine_obj  := $(engine_src:%.c=$(BUILD)/%.o)
guided      := $(wildcard server/guided/first.lackey.xz)
lesson_ids  := $(shell sed 's/\#.*//' web/lessons/ORDER 2>/dev/null)
lessons     := $(lesson_ids:%=web/lessons/%.mm)
server_obj  := $(server_lib:%.c=$(BUILD)/%.o) $(if $(guided),$(BUILD)/server/guided.o) $(BUILD)/server/carried.o
test_obj    := $(filter-out $(BUILD)/tests/replay.o,$(test_src:%.c=$(BUILD)/%.o))
program     := $(if $(wildcard server/main.c),$(BUILD)/mmscope)

# ---------------------------------------------------------------- how it is built

packages    := libmicrohttpd libwebsockets libcjson liblzma zlib libxxhash libqrencode sqlite3
pkg_cflags  := $(shell pkg-config --cflags $(packages) 2>/dev/null | sed 's/-I/-isystem /g')
pkg_libs    := $(shell pkg-config --libs $(packages) 2>/dev/null)
check_libs  := $(shell pkg-config --libs check 2>/dev/null)

warnings := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wundef -Wvla $(WERROR)
common   := -std=c11 $(warnings) -MMD -MP $(CFLAGS)
host     := -D_GNU_SOURCE -pthread
server_flags := $(host) -iquote engine -iquote server $(pkg_cflags) -DMMSCOPE_VERSION='"$(VERSION)"'
test_flags   := $(server_flags) -iquote tests -I$(BUILD) -DMM_TEST_DIR='"$(abspath tests)"'
link     := $(CC) $(CFLAGS) -pthread $(LDFLAGS)

# Objects depend on this file, which changes only when the compiler or its flags do.
stamp := $(BUILD)/flags
flags_now := $(CC) $(common) $(ENGINE_CFLAGS) $(test_flags) $(LDFLAGS)
$(stamp): FORCE
	@mkdir -p $(BUILD)
	@printf '%s\n' '$(subst ','\'',$(flags_now))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(flags_now))' > $@
FORCE:

$(BUILD)/engine/%.o: engine/%.c $(stamp)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC   $<')
	$(Q)$(CC) $(common) $(ENGINE_CFLAGS) -iquote engine -c $< -o $@
$(BUILD)/server/%.o: server/%.c $(stamp)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC   $<')
	$(Q)$(CC) $(common) $(server_flags) -c $< -o $@
$(BUILD)/tests/%.o: tests/%.c $(stamp)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC   $<')
	$(Q)$(CC) $(common) $(test_flags) -c $< -o $@
$(BUILD)/tests/main.o: $(BUILD)/suites.inc

# The recording of the guided room and its scenario become arrays inside the program.
bytes_of = od -An -v -tu1 $(1) | sed 's/\([0-9][0-9]*\)/\1,/g'
$(BUILD)/guided.c: $(guided) server/guided/first.mm
	@mkdir -p $(@D)
	@{ echo '#include "guided.h"'; echo 'const unsigned char guided_first[] = {'; $(call bytes_of,$<); \
		echo '};'; echo 'const size_t guided_first_bytes = sizeof guided_first;'; \
		echo 'const unsigned char guided_scenario[] = {'; $(call bytes_of,server/guided/first.mm); echo '0};'; } > $@
$(BUILD)/server/guided.o: $(BUILD)/guided.c $(stamp)
	@mkdir -p $(@D)
	$(Q)$(CC) $(common) $(server_flags) -c $< -o $@

# So do the lessons, in the order of web/lessons/ORDER.
$(BUILD)/carried.c: $(lessons) $(wildcard web/lessons/ORDER) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "lessons.h"'; \
		for id in $(lesson_ids); do \
			echo "static const unsigned char lesson_$$id[] = {" | tr - _; $(call bytes_of,"web/lessons/$$id.mm"); echo '0};'; \
		done; \
		echo 'const struct lesson_carried lessons_carried[] = {'; \
		for id in $(lesson_ids); do name=$$(echo "$$id" | tr - _); \
			echo "{\"$$id\", lesson_$$name, sizeof lesson_$$name - 1},"; done; \
		echo '{NULL, NULL, 0}};'; } > $@
$(BUILD)/server/carried.o: $(BUILD)/carried.c $(stamp)
	@mkdir -p $(@D)
	$(Q)$(CC) $(common) $(server_flags) -c $< -o $@

# The table of suites is made from the file names: check_buddy.c exposes make_buddy_suite().
$(BUILD)/suites.inc: $(suite_src) $(stamp)
	@printf '%s\n' $(foreach s,$(suite_names),'SUITE($(s))') > $@

$(BUILD)/libmmengine.a: $(engine_obj)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(BUILD)/libmmserver.a: $(server_obj)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
libs := $(if $(server_obj),$(BUILD)/libmmserver.a) $(BUILD)/libmmengine.a

$(BUILD)/mmscope: $(BUILD)/server/main.o $(libs)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(link) $^ $(pkg_libs) -lm -o $@
$(BUILD)/check: $(test_obj) $(libs)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(link) $^ $(check_libs) $(pkg_libs) -lm -o $@
fuzz_draw := $(BUILD)/tests/fuzz/lines.o $(BUILD)/tests/fuzz/draw.o
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/fuzz_%.o $(fuzz_draw) $(fuzz_main) $(libs)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(link) $(fuzz_link) $^ $(pkg_libs) -lm -o $@
$(BUILD)/bench/%: $(BUILD)/tests/bench/bench_%.o $(libs)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(link) $^ $(pkg_libs) -lm -o $@

$(BUILD)/states: $(BUILD)/tests/states/states.o $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/walk*.c)) $(libs)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(link) $^ $(check_libs) $(pkg_libs) -lm -o $@

-include $(shell find $(BUILD)/engine $(BUILD)/server $(BUILD)/tests -name '*.d' 2>/dev/null)
.SECONDARY:

# ---------------------------------------------------------------- the page

# docker/node.sh runs a command with a Node new enough for the build, fetching one if need be.
node := BUILD='$(abspath $(BUILD))' docker/node.sh
page := $(BUILD)/web/index.html

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && $(node:docker/%=../docker/%) npm ci --no-audit --no-fund
	@touch $@
$(page): web/node_modules/.package-lock.json $(shell find web -type f \
		-not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
	cd web && $(node:docker/%=../docker/%) npm run build -- --outDir '$(abspath $(BUILD)/web)' --emptyOutDir
	find $(BUILD)/web -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip -9nk {} +
	@touch $@

# ---------------------------------------------------------------- targets

.PHONY: help deps bin web run test check check-san same-state tsan fuzz fuzz-replay scenarios server-wire server-san \
	web-check web-test e2e bench lint format install dist clean FORCE

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 14

deps: ## install every package that building and testing need
	@docker/deps.sh test

bin: $(program) $(BUILD)/libmmengine.a ## the C programs alone, no Node needed

web: $(if $(web_here),$(page)) ## the page, as static files

run: ## install what is missing, build, serve (HOST=0.0.0.0 PORT=8080)
ifneq ($(prebuilt),)
	exec prebuilt/bin/mmscope serve --host $(HOST) --port $(PORT) $(RUN_ARGS)
else
	@docker/deps.sh run
	@$(MAKE) bin web
	exec $(BUILD)/mmscope serve --host $(HOST) --port $(PORT) $(RUN_ARGS)
endif

# Every part leaves its counts in build/results; the last line sums them up.
parts := lint $(if $(suite_src),check check-san same-state) $(if $(fuzz_src),fuzz-replay) \
	$(if $(program),$(if $(scenarios),scenarios) $(if $(wildcard tests/server/*.test.mjs),server-wire server-san)) \
	$(if $(web_here),web-check web-test) $(if $(program),$(if $(wildcard tests/e2e/*.mjs),e2e))
test: ## everything `run` needs, then every test; the last line counts them
	@docker/deps.sh test
	@rm -rf $(BUILD)/results && mkdir -p $(BUILD)/results
	@$(MAKE) test-parts
.PHONY: test-parts
test-parts:
	@$(MAKE) bin $(if $(suite_src),$(BUILD)/check) web || tests/part.sh $(BUILD)/results build false || true
	@for part in $(parts); do tests/part.sh $(BUILD)/results $$part $(MAKE) $$part; done; \
	tests/part.sh $(BUILD)/results

check: $(BUILD)/check ## the C tests (SUITE=name for one)
	$(BUILD)/check $(SUITE)

sanitize := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
check-san: ## the C tests under ASan and UBSan, with shorter walks
	@$(MAKE) BUILD=$(BUILD)/san ENGINE_CFLAGS= \
		CFLAGS='$(sanitize) -fsanitize=address,undefined' $(BUILD)/san/check
	MM_TEST_PERCENT=$${MM_TEST_PERCENT:-10} UBSAN_OPTIONS=print_stacktrace=1 $(BUILD)/san/check $(SUITE)

# The same commands give the same state whoever compiled the engine: gcc, clang (where there is one), sanitizers, -O0.
other_cc := $(if $(findstring clang,$(CC)),gcc,$(shell command -v clang >/dev/null 2>&1 && echo clang))
same-state: $(BUILD)/states ## state hashes of fixed walks, compared between compilers and sanitizers
	@$(MAKE) BUILD=$(BUILD)/san ENGINE_CFLAGS= CFLAGS='$(sanitize) -fsanitize=address,undefined' $(BUILD)/san/states
	$(if $(other_cc),@$(MAKE) BUILD=$(BUILD)/other CC=$(other_cc) $(BUILD)/other/states)
	@tests/states/compare.sh $(BUILD)/states $(BUILD)/san/states $(if $(other_cc),$(BUILD)/other/states)

# Races show in the server that is talked to, so the wire tests are run against one built with TSan, too.
tsan: ## the server's tests under TSan
	@$(MAKE) BUILD=$(BUILD)/tsan ENGINE_CFLAGS= CFLAGS='$(sanitize) -fsanitize=thread' \
		$(BUILD)/tsan/check $(if $(program),$(BUILD)/tsan/mmscope)
	MM_TEST_PERCENT=$${MM_TEST_PERCENT:-10} TSAN_OPTIONS=halt_on_error=1 \
		setarch "$$(uname -m)" -R $(BUILD)/tsan/check \
		$(patsubst check_%,%,$(basename $(notdir $(wildcard tests/server/check_*.c))))
	@MMSCOPE_KILLS=$${MMSCOPE_KILLS:-10} TSAN_OPTIONS=log_path=$(abspath $(BUILD))/tsan/report tests/sanitized.sh $(BUILD)/tsan \
		env $(node) node --test --test-concurrency=2 $(wildcard tests/server/*.test.mjs)

server-san: ## the server over real sockets, under ASan and UBSan
	@$(MAKE) BUILD=$(BUILD)/san ENGINE_CFLAGS= CFLAGS='$(sanitize) -fsanitize=address,undefined' $(BUILD)/san/mmscope
	@MMSCOPE_KILLS=$${MMSCOPE_KILLS:-10} ASAN_OPTIONS=log_path=$(abspath $(BUILD))/san/report tests/sanitized.sh $(BUILD)/san \
		env $(node) node --test --test-concurrency=2 $(wildcard tests/server/*.test.mjs)

# Replay needs no clang: every corpus file goes once through its target, under ASan and UBSan.
fuzz-replay: ## every corpus file once through its fuzz target
	@$(MAKE) BUILD=$(BUILD)/san ENGINE_CFLAGS= CFLAGS='$(sanitize) -fsanitize=address,undefined' \
		fuzz_main=$(BUILD)/san/tests/fuzz/replay.o $(fuzz_names:%=$(BUILD)/san/fuzz/%)
	@tests/fuzz/replay.sh $(BUILD)/san/fuzz $(fuzz_names)

FUZZ_SECONDS ?= 20
fuzz: ## each fuzz target for FUZZ_SECONDS, from its corpus (clang)
	@docker/deps.sh fuzz
	@$(MAKE) BUILD=$(BUILD)/fuzzer CC=clang ENGINE_CFLAGS= \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=fuzzer-no-link,address,undefined' \
		fuzz_link=-fsanitize=fuzzer $(fuzz_names:%=$(BUILD)/fuzzer/fuzz/%)
	@for name in $(fuzz_names); do \
		mkdir -p $(BUILD)/fuzzer/found/$$name && \
		$(BUILD)/fuzzer/fuzz/$$name -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=65536 -print_final_stats=1 \
			-artifact_prefix=$(BUILD)/fuzzer/crash-$$name- $(BUILD)/fuzzer/found/$$name \
			$$(ls -d tests/fuzz/corpus/$$name 2>/dev/null) || exit 1; \
	done

scenarios: $(program) ## every scenario file, each with its own `expect` lines
	@tests/scenarios.sh $(program) $(scenarios)

test_env := BUILD='$(abspath $(BUILD))' MMSCOPE_BIN='$(abspath $(BUILD)/mmscope)' MMSCOPE_WEB='$(abspath $(BUILD)/web)' NO_COLOR=1
server-wire: $(program) ## the server over real sockets
	$(test_env) docker/node.sh node --test --test-concurrency=2 $(wildcard tests/server/*.test.mjs)
has_script = $(shell grep -q '"$(1)" *:' web/package.json 2>/dev/null && echo yes)
web-check: web/node_modules/.package-lock.json $(program) ## types and style of the page
	$(if $(call has_script,check),cd web && $(test_env) ../docker/node.sh npm run check)
web-test: web/node_modules/.package-lock.json $(program) ## the page's own tests
	$(if $(call has_script,test),cd web && $(test_env) ../docker/node.sh npm test)
e2e: $(program) $(if $(web_here),$(page)) ## the whole product in Chromium
	$(test_env) docker/node.sh $(if $(wildcard tests/e2e/run.mjs),node tests/e2e/run.mjs,node --test tests/e2e/)

bench: $(program) $(patsubst tests/bench/bench_%.c,$(BUILD)/bench/%,$(bench_src)) ## marks of speed and size, into build/bench.tsv
	@set -e; { $(if $(program),$(program) bench; $(program) bench --trace gcc=tests/traces/gcc.u64.xz;) \
		for b in $(patsubst tests/bench/bench_%.c,$(BUILD)/bench/%,$(bench_src)); do $$b; done; \
		for b in $(wildcard tests/bench/*.mjs); do $(test_env) docker/node.sh node $$b; done; \
	} | tee $(BUILD)/bench.tsv

lint: ## arrows, forbidden headers, lengths, a test a module, format
	@tests/lint.sh

format: ## clang-format over every C file
	clang-format -i $$(git ls-files '*.c' '*.h')

install: bin web ## program and page under $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/mmscope '$(DESTDIR)$(PREFIX)/bin/mmscope'
	rm -rf '$(DESTDIR)$(PREFIX)/share/mmscope/web'
	mkdir -p '$(DESTDIR)$(PREFIX)/share/mmscope'
	$(if $(web_here),cp -R $(BUILD)/web '$(DESTDIR)$(PREFIX)/share/mmscope/web')
	chmod -R a+rX '$(DESTDIR)$(PREFIX)/share/mmscope'

dist: ## a tarball that builds, and runs here and now without network
	@$(MAKE) web
	@$(MAKE) BUILD=$(BUILD)/dist LDFLAGS='-Wl,-rpath,\$$$$ORIGIN/../lib -Wl,--disable-new-dtags' bin
	@docker/dist.sh '$(BUILD)' 'mmscope-$(VERSION)'

clean: ## everything that was built
	rm -rf $(BUILD) web/node_modules web/dist
