# Functions for the measure scripts. To be sourced; needs $scratch.

# processor_seconds COMMAND...: runs the command and prints its CPU time in
# seconds. Shows the output of the command only if it fails.
processor_seconds() {
    local TIMEFORMAT='%U %S' seconds
    seconds=$({ time "$@" >"$scratch/build.log" 2>&1; } 2>&1) || {
        cat "$scratch/build.log" >&2
        exit 1
    }
    awk '{ printf "%.0f", $1 + $2 }' <<<"$seconds"
}
