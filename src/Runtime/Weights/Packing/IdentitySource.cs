namespace Fusion.Runtime;

/// <summary>The unit matrix, in every group.</summary>
internal sealed class IdentitySource(StateDict weights, IdentityPart part, int inputs, int taps, int groups, int start)
    : PartSource(weights, part, inputs, taps, groups, start)
{
    protected override void Read(Span<double> target, int o, int from, int to)
    {
        target.Clear();
        int i = InGroup(o);
        if (i >= from && i < to) target[i - from] = 1;
    }

    protected override double ReadBias(int o) => 0;
}
