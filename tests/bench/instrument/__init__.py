# SPDX-License-Identifier: MIT
"""The parts of toolchain/bench. `machine` starts and stops what is measured; each other
module is a section of the report:

    NAME                       what --only calls it
    cases(quick)               what it measures, hashable
    measure(machine, case, n)  one repetition, n is new for each; a dictionary
    report(results)            Markdown, of [(case, [repetition, ...]), ...]

A section may have `plots(results)`: {file name: SVG}. The repetitions of all cases
alternate, so that an hour in which the machine is slow is slow for all of them.
"""
