using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// A norm that brings values to a common size by statistics of its own, and then, unless <see cref="Affine"/> is false, multiplies each
/// channel by <c>{Path}.weight</c> [channels] and, where the kind of norm has one, adds <c>{Path}.bias</c> [channels].
/// </summary>
public abstract record AffineNorm(string Path, bool Affine, double Epsilon) : Operation
{
    public string WeightName => ParameterPath.Join(Path, "weight");

    public string BiasName => ParameterPath.Join(Path, "bias");

    /// <summary>Whether the kind of norm adds a bias.</summary>
    protected abstract bool HasBias { get; }

    /// <summary>What distinguishes it beside path, affine and epsilon.</summary>
    protected virtual IEnumerable<(string Name, object Value)> OwnProperties => [];

    public override IEnumerable<(string Name, object Value)> Properties =>
    [
        .. OwnProperties, .. Affine ? [("path", (object)Path)] : new (string, object)[] { ("affine", false) }, ("epsilon", Epsilon),
    ];

    /// <summary>What it multiplies by and adds in the end; null where it does neither.</summary>
    public ChannelScale? AffinePart => Affine ? new ChannelScale(WeightName, HasBias ? BiasName : null) : null;

    /// <summary>The norm without it.</summary>
    public AffineNorm WithoutAffine => this with { Path = "", Affine = false };

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        NormRule.CheckEpsilon(Kind, Epsilon);
        return ShapeRule.Single(Kind, inputs);
    }

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) => AffinePart?.Parameters(inputs) ?? [];

    /// <summary>Sets the output to what the norm is before weight and bias.</summary>
    protected abstract void Standardize(ReferenceContext context);

    public override void Evaluate(ReferenceContext context)
    {
        Standardize(context);
        if (AffinePart is not { } affine) return;
        var standard = new ReferenceTensor(context.Output.Shape, [.. context.Output.Values]);
        affine.Evaluate(new ReferenceContext([standard], context.Output, context.Parameter));
    }

    /// <summary>In training the norm and what it multiplies by are operations of their own, each with its gradient.</summary>
    public override int Train(TrainingContext context)
    {
        int standard = WithoutAffine.TrainStandard(context);
        return AffinePart is { } affine ? context.Each(affine, standard) : standard;
    }

    /// <summary>What the norm is in training, before weight and bias.</summary>
    protected virtual int TrainStandard(TrainingContext context) => base.Train(context);
}
