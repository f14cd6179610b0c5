# gradscape
#
#   make            the program, build/gradscape
#   make deps       what the build and the tests need, from the system's package manager
#   make run        the program, started           make run ARGS="saddle adam"
#   make test       every test                     make test SANITIZE=1
#   make bench      speed, as ratios within one run
#   make readme     fills in what README.md shows of the program
#   make check      the format of the sources and every built-in scene
#   make install    into DESTDIR/PREFIX
#
# V=1 shows the commands, not just what they are about.

PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
VERSION := 0.1.0

BUILD := build
ifdef SANITIZE
BUILD := build/sanitize
OURS_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

# -ffp-contract=off keeps every digit equal on every machine; nothing reads errno or traps after arithmetic.
OURS := -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc -I$(BUILD)/generated \
        -DVERSION='"$(VERSION)"' -Wall -Wextra -Wshadow -Wstrict-prototypes -Wno-overlength-strings \
        -ffp-contract=off -fno-math-errno -fno-trapping-math $(if $(CI),-Werror) $(OURS_SANITIZE)
LIBS := $(shell pkg-config --libs ncursesw 2>/dev/null || echo -lncursesw) -lm

# The hot kernels are compiled once for each instruction set and chosen when the program starts;
# make SETS=generic builds the plain ones alone.
ifneq ($(filter x86_64 amd64,$(shell uname -m)),)
SETS := generic avx2 avx512
else
SETS := generic
endif
OURS += $(if $(filter avx2,$(SETS)),,-DKERNELS_GENERIC_ONLY)
FLAGS_generic :=
FLAGS_avx2    := -mavx2
FLAGS_avx512  := -mavx512f -mavx512dq -mavx512vl -mavx512bw -mprefer-vector-width=512

KERNELS := $(wildcard src/*/*_kernels.c)
SOURCES := $(filter-out $(KERNELS),$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) \
           $(foreach set,$(SETS),$(KERNELS:src/%.c=$(BUILD)/%.$(set).o)) $(BUILD)/generated/scenes.o
LIBRARY := $(filter-out $(BUILD)/app/main.o,$(OBJECTS))
UNITS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))

ifndef V
.SILENT:
endif

all: $(BUILD)/gradscape

$(BUILD)/gradscape: $(OBJECTS)
	@echo "ld $@"
	$(CC) $(CFLAGS) $(OURS_SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "cc $<"
	$(CC) $(CPPFLAGS) $(OURS) $(CFLAGS) -MMD -MP -c -o $@ $<

define kernel_rule
$(BUILD)/%.$(1).o: src/%.c
	@mkdir -p $$(@D)
	@echo "cc $$< for $(1)"
	$$(CC) $$(CPPFLAGS) $$(OURS) $$(CFLAGS) -O3 $$(FLAGS_$(1)) -DKERNEL_SET=$(1) -MMD -MP -c -o $$@ $$<
endef
$(foreach set,$(SETS),$(eval $(call kernel_rule,$(set))))

$(BUILD)/generated/scenes.c: $(wildcard scenes/*.scene) tools/embed
	@mkdir -p $(@D)
	tools/embed scenes/*.scene > $@

$(BUILD)/generated/scenes.o: $(BUILD)/generated/scenes.c
	$(CC) $(CPPFLAGS) $(OURS) $(CFLAGS) -c -o $@ $<

$(BUILD)/libgradscape.a: $(LIBRARY)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/tests/%: tests/%.c $(BUILD)/libgradscape.a
	@mkdir -p $(@D)
	@echo "cc $<"
	$(CC) $(CPPFLAGS) $(OURS) $(CFLAGS) -Itests -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libgradscape.a -lcmocka $(LIBS)

deps:
	@tools/deps

run: $(BUILD)/gradscape
	$(BUILD)/gradscape $(ARGS)

test: $(BUILD)/gradscape $(UNITS)
	@tests/run $(BUILD)

$(BUILD)/generated/landscapes.h: $(wildcard scenes/*.scene) tests/bench_landscapes.py
	@mkdir -p $(@D)
	python3 tests/bench_landscapes.py $(wildcard scenes/*.scene) > $@

$(BUILD)/tests/bench: $(BUILD)/generated/landscapes.h

bench: $(BUILD)/gradscape $(BUILD)/tests/bench
	@$(BUILD)/tests/bench $(BUILD)/gradscape

check: $(BUILD)/gradscape
	@tools/format-check
	@$(BUILD)/gradscape check $(wildcard scenes/*.scene)

readme: $(BUILD)/gradscape
	@tools/readme $(BUILD)

install: $(BUILD)/gradscape
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BUILD)/gradscape $(DESTDIR)$(PREFIX)/bin/gradscape
	$(BUILD)/gradscape man > $(DESTDIR)$(PREFIX)/share/man/man1/gradscape.1

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/gradscape $(DESTDIR)$(PREFIX)/share/man/man1/gradscape.1

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all deps run test bench check readme install uninstall clean
.SECONDARY:
