# What the scripts that measure have in common. To be sourced; needs $scratch.

# processor_seconds COMMAND...: runs the command and prints the seconds that the
# processors have worked for it. What it says goes to a file, which is shown
# when it fails.
processor_seconds() {
    local TIMEFORMAT='%U %S' seconds
    seconds=$({ time "$@" >"$scratch/build.log" 2>&1; } 2>&1) || {
        cat "$scratch/build.log" >&2
        exit 1
    }
    awk '{ printf "%.0f", $1 + $2 }' <<<"$seconds"
}
