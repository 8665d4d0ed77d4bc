# Sourced by scripts/check, scripts/suite, scripts/drill and .ci/run: one place for how a step looks and what it may see.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A developer's exported settings may lead to real data, and may not decide what the checks see.
for name in $(compgen -v MANDRIVNA_) DATABASE_URL DATABASE_URL_FILE DJANGO_SETTINGS_MODULE; do
    [ "$name" = MANDRIVNA_DRILL ] || unset "$name"
done
unset PYTHONDONTWRITEBYTECODE # with it every process of a run compiles all tests and modules anew: a minute of `make check`
export MANDRIVNA_DATA=$PWD/build/data # ignored by git; the tests make folders of their own
jobs=${TEST_JOBS:-2}
# Whoever is done takes half of what waits for another: handed out in portions, all drills may come to one worker and the rest stand idle.
tests=(.venv/bin/pytest -n "$jobs" --dist worksteal)

heading() { printf '\n── %s · %s\n' "$1" "$2"; }

step() { # step "<uk>" "<en>" command… : heading, the command's own output, its time
    heading "$1" "$2"
    shift 2
    local began=$SECONDS
    "$@" || { local code=$?; printf '✗ %s с\n' "$((SECONDS - began))"; exit "$code"; }
    printf '✓ %s с\n' "$((SECONDS - began))"
}

last_step() { # the closing lines are the command's own
    heading "$1" "$2"
    shift 2
    exec "$@"
}

linters() {
    step "Вигляд коду" "Format" .venv/bin/ruff format --check --quiet .
    step "Правила коду" "Lint" .venv/bin/ruff check --quiet .
    step "Типи" "Types" .venv/bin/mypy --no-error-summary mandrivna scripts
    step "Поверхи: хто кого імпортує" "Floors: who imports whom" .venv/bin/lint-imports
}
