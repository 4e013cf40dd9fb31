namespace Fusion.Runtime;

/// <summary>Taps of a transposed convolution: inputs and outputs have changed places in its weights.</summary>
internal sealed class TransposedSource : PartSource
{
    private readonly WeightTensor _weight;
    private readonly WeightTensor? _bias;
    private readonly int[] _taps;
    private readonly int _layerTaps;
    private readonly int _outputs;

    public TransposedSource(StateDict weights, TransposedPart part, int inputs, int taps, int groups, int start)
        : base(weights, part, inputs, taps, groups, start)
    {
        _outputs = part.Outputs / groups;
        Affine.Values(weights, part.Weight, (long)inputs * groups * _outputs * part.LayerTaps);
        _weight = weights[part.Weight];
        if (part.Bias is not null)
        {
            Affine.Values(weights, part.Bias, part.Outputs);
            _bias = weights[part.Bias];
        }
        (_taps, _layerTaps) = (part.Taps, part.LayerTaps);
    }

    protected override void Read(Span<double> target, int o, int from, int to)
    {
        int at = 0, firstInput = Group(o) * Inputs;
        for (int input = from; input < to; input++)
        {
            ReadOnlySpan<float> filter = _weight.Values.Slice(((firstInput + input) * _outputs + InGroup(o)) * _layerTaps, _layerTaps);
            foreach (int tap in _taps) target[at++] = tap < 0 ? 0 : filter[tap];
        }
    }

    protected override double ReadBias(int o) => _bias is null ? 0 : _bias.Values[o];
}
