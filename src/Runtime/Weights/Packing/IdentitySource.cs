namespace Fusion.Runtime;

/// <summary>The unit matrix, in every group.</summary>
internal sealed class IdentitySource(StateDict weights, IdentityPart part, int inputs, int taps, int groups, int start)
    : PartSource(weights, part, inputs, taps, groups, start)
{
    protected override void Read(Span<double> target, int o, int i) => target.Fill(InGroup(o) == i ? 1 : 0);

    protected override double ReadBias(int o) => 0;
}
