#!/usr/bin/env bash
# Compares the networks with the processor's kernels on a machine with a GPU, measures them and PyTorch in turn, and writes the tables
# of docs/performance.md:
#
#   benchmarks/Gpu/measure.sh [FOLDER]             in a clone, or where an archive was unpacked; results go to FOLDER (gpu-results)
#   benchmarks/Gpu/measure.sh --publish FILE       makes the archive (.tar.xz), for a Linux machine without .NET; RID=linux-arm64 for Arm
#
# Needed there: the driver, and for PyTorch's side python3 with torch. WORKS (resnet-50:1,resnet-50:32:tf32), DEVICE (a part of
# its name) and SECONDS_EACH choose what is measured. Without a GPU, all of it takes more than 8 minutes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

if [ "${1:-}" = --publish ]; then
  archive="${2:?the name of the archive is missing}"
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
  dotnet publish "$here" -c Release -r "${RID:-linux-x64}" --self-contained -o "$folder/fusion-gpu"
  XZ_OPT=-9 tar -C "$folder" -cJf "$archive" fusion-gpu
  bytes=$(stat -c %s "$archive")
  echo "$archive: $((bytes / 1048576)) MiB"
  [ "$bytes" -le $((60 * 1048576)) ] || { echo "error: more than 60 MiB" >&2; exit 1; }
  exit 0
fi

if [ -x "$here/Fusion.Benchmarks.Gpu" ]; then fusion=("$here/Fusion.Benchmarks.Gpu")
else fusion=(dotnet run -c Release --project "$here" --); fi
out="${1:-gpu-results}"
mkdir -p "$out"
options=()
[ -z "${WORKS+x}" ] || options+=(--works "$WORKS")
[ -z "${DEVICE+x}" ] || options+=(--device "$DEVICE")
[ -z "${SECONDS_EACH+x}" ] || options+=(--seconds "$SECONDS_EACH")
tables=(--tables "$out/fusion.json")

right=0
"${fusion[@]}" "${options[@]}" --json "$out/fusion.json" || right=$?
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
  python3 "$here/pytorch.py" "$out/torch.json"
  # Ours once more, in the same minutes.
  "${fusion[@]}" "${options[@]}" --json "$out/fusion.json" || right=$?
  tables+=(--torch "$out/torch.json")
else
  echo "PyTorch with CUDA is not there: its side is left out." >&2
fi
if command -v nvidia-smi >/dev/null; then
  clock="$(nvidia-smi --query-gpu=clocks.max.sm --format=csv,noheader,nounits | head -n 1)"
  tables+=(--megahertz "${clock// /}")
fi
"${fusion[@]}" "${tables[@]}" > "$out/tables.md"
echo "$out/tables.md"
[ "$right" -eq 0 ] || { echo "error: results differ from those of the processor's kernels" >&2; exit "$right"; }
