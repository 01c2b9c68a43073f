# SPDX-License-Identifier: MIT
# The front door. Everything real is in CMakePresets.json and toolchain/.
.PHONY: all demo test bench format clean help

all:
	@cmake --preset release
	@cmake --build --preset release --target programs

demo:
	@toolchain/install-deps demo
	@$(MAKE) --no-print-directory all
	@toolchain/demo

test:
	@toolchain/install-deps test firmware
	@toolchain/ci

bench:
	@toolchain/install-deps test
	@cmake --preset release
	@cmake --build --preset release --target programs bench_programs
	@toolchain/bench

format:
	@toolchain/check-format --fix

clean:
	rm -rf build

help:
	@echo 'make         build the programs into build/release/bin'
	@echo 'make demo    see the main job run, about 30 seconds after building'
	@echo 'make test    every test that CI runs'
	@echo 'make bench   benchmarks into build/release/bench'
	@echo 'make format  format every C++ file'
	@echo 'make clean   remove build/'
