namespace Fusion.Compiler.Rewrite;

/// <summary>A term of a sum as a convolution of some value: a convolution with the BatchNorms after it, or the value itself.</summary>
/// <param name="Term">The node that the sum reads.</param>
/// <param name="Input">The value that the convolution reads.</param>
/// <param name="Convolution">With one part; the groups of an identity are not known yet.</param>
/// <param name="Name">Where it was declared; empty for an identity without BatchNorm.</param>
internal sealed record SummedBranch(EditableNode Term, EditableNode Input, PackedConvolution Convolution, string Name)
{
    public bool IsIdentity => Convolution.Parts[0].Source is Identity;

    /// <summary>Whether it is more than the value itself.</summary>
    public bool HasWeights => !IsIdentity || Convolution.Parts[0].After.Count > 0;

    /// <summary>The same with the groups of the convolution that it is added to.</summary>
    public PackedConvolution InGroups(int groups) => Convolution with { Groups = groups };

    public static SummedBranch Of(GraphEditor graph, EditableNode term)
    {
        var norms = new List<ChannelAffine>();
        string name = "";
        EditableNode value = term;
        while (value.Operation is ChannelAffine norm && graph.OnlyConsumer(value) is not null)
        {
            norms.Insert(0, norm);
            name = value.Title;
            value = value.Inputs[0];
        }
        EquatableArray<int> ones = [1, 1, 1];
        if (graph.OnlyConsumer(value) is not null)
        {
            if (value.Operation is PackedConvolution { Parts.Count: 1, ScaledByGate: false, PaddingEnd: null } convolution)
            {
                ConvolutionPart part = convolution.Parts[0];
                return new SummedBranch(
                    term, value.Inputs[0], convolution with { Parts = [part with { After = [.. part.After, .. norms] }] }, value.Title);
            }
            if (value.Operation is Subsample subsample)
                return Identity(value.Inputs[0], [.. ones.Skip(subsample.Stride.Count), .. subsample.Stride]);
        }
        return Identity(value, ones);

        SummedBranch Identity(EditableNode input, EquatableArray<int> stride)
        {
            var part = new ConvolutionPart(new Identity(term.Shape.Channels, stride)) { After = norms.ToEquatableArray() };
            return new SummedBranch(term, input, new PackedConvolution([part], ones, stride, ones, [0, 0, 0], 1), name);
        }
    }
}
