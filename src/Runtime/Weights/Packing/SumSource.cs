using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>The sum of several layers' weights, each tap where it falls in the sum's kernel.</summary>
internal sealed class SumSource : PartSource
{
    private readonly (PartSource Source, int[] Taps)[] _branches;

    public SumSource(StateDict weights, SumPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        _branches = [.. part.Branches.Select(branch =>
            branch.Source.Outputs == part.Outputs && branch.Taps.Length <= taps && branch.Taps.All(tap => (uint)tap < (uint)taps)
                ? (Of(weights, branch.Source, inputs, branch.Taps.Length, groups), branch.Taps)
                : throw new InvalidOperationException(
                    $"A branch with {branch.Source.Outputs} outputs and the taps {string.Join(", ", branch.Taps)} "
                    + $"is no part of a sum with {part.Outputs} outputs and {taps} taps."))];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Read(Span<double> target, int o, int from, int to)
    {
        Span<double> buffer = Buffer((to - from) * Taps, stackalloc double[OnStack]);
        target.Clear();
        foreach (var (source, taps) in _branches)
        {
            source.Filters(buffer[..((to - from) * taps.Length)], o, from, to);
            for (int first = 0, at = 0; first < target.Length; first += Taps)
                foreach (int tap in taps) target[first + tap] += buffer[at++];
        }
    }

    protected override double ReadBias(int o)
    {
        double sum = 0;
        foreach (var (source, _) in _branches) sum += source.Bias(o);
        return sum;
    }
}
