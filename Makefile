# SPDX-License-Identifier: MIT
# The front door. Everything real is in CMakePresets.json and toolchain/.
.PHONY: all demo test nightly bench format clean help

all:
	@toolchain/configure release
	@cmake --build --preset release

demo:
	@toolchain/install-deps demo
	@$(MAKE) --no-print-directory all
	@toolchain/demo

test:
	@toolchain/install-deps test firmware
	@toolchain/ci

nightly:
	@toolchain/install-deps test firmware
	@toolchain/nightly

bench:
	@toolchain/install-deps test
	@toolchain/configure tests
	@cmake --build --preset tests --target programs bench_programs
	@toolchain/bench

format:
	@toolchain/check-format --fix

clean:
	rm -rf build

help:
	@echo 'make         build the programs into build/release/bin'
	@echo 'make demo    see the main job run, about 20 seconds after building'
	@echo 'make test    every test that CI runs'
	@echo 'make nightly what takes longer: long runs, other compilers, other systems'
	@echo 'make bench   benchmarks into build/tests/bench'
	@echo 'make format  format every C++ file'
	@echo 'make clean   remove build/'
