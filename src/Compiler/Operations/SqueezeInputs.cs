namespace Fusion.Compiler.Operations;

/// <summary>
/// What an SE block squeezes: a value and, in any order, a mask that weighs its positions, and a context that joins the means before the
/// first layer. A mask has the value's positions; a context is (K), or has the positions that the squeeze leaves.
/// </summary>
internal sealed class SqueezeInputs
{
    private readonly LoweringContext _context;
    private readonly Axes _axes;
    private readonly GlobalPoolMode _mode;
    private readonly Shape _squeezed;
    private int? _mask, _beside;

    private SqueezeInputs(LoweringContext context)
    {
        _context = context;
        Shape = ShapeRule.Spatial("SqueezeExcite", [.. context.InputShapes.Take(1)]);
        _mode = context.Arguments.Enum("pool", GlobalPoolMode.Average);
        _axes = AxesArgument.Read(context.Arguments, Axes.Positions, Shape);
        if (_axes.HasFlag(Axes.Channels))
        {
            throw new ShapeException(
                $"SqueezeExcite: the axes are {AxesArgument.Describe(_axes)}, but a squeeze runs over positions, not over channels. Give "
                    + "Axes.Positions, or some of Axes.Frames, Axes.Height and Axes.Width.",
                "axes");
        }

        _axes &= Reduce.Existing(Shape);

        _squeezed = IsWhole ? Shape.Of(Shape.Channels) : Reduce.Result(Shape, _axes);
    }

    /// <summary>The value's shape.</summary>
    public Shape Shape { get; }

    private bool IsWhole => Reduce.Result(Shape, _axes).Pixels == 1;

    /// <exception cref="ShapeException">An input is neither a mask nor a context, or there are two of a kind.</exception>
    public static SqueezeInputs Of(LoweringContext context)
    {
        var inputs = new SqueezeInputs(context);
        for (int i = 1; i < context.Inputs.Count; i++) inputs.Take(context.Inputs[i], context.InputShapes[i]);
        return inputs;
    }

    /// <summary>Appends the squeeze: (C), or (P, 1, C) where it leaves P positions; C grows by what the context has.</summary>
    public int Squeeze(Func<Operation, int[], int> add)
    {
        (int Node, Shape Shape) value = (_context.Inputs[0], Shape);
        int squeezed = _mask is { } mask
            ? MaskedMean.Append("SqueezeExcite", add, _axes, value, (mask, _context.Builder[mask].Shape), keep: !IsWhole)
            : IsWhole
                ? add(new GlobalPool(_mode), [value.Node])
                : Reductions.Append(add, _mode, _axes, value.Node, Shape, keep: true);
        if (_beside is { } beside) squeezed = add(new Concat(), [squeezed, Beside(add, beside)]);
        return IsWhole ? squeezed : add(new Reshape([_squeezed.Pixels, 1, -1]), [squeezed]);
    }

    /// <summary>A layer on the squeeze, with the weights of a 1×1 convolution.</summary>
    public Conv Layer(string path, int outputs, bool bias) => IsWhole
        ? new Conv(path, outputs, [], [], [], [], 1, bias)
        : new Conv(path, outputs, [1, 1], [1, 1], [1, 1], [0, 0], 1, bias);

    /// <summary>Gives the gate the dimensions of the value.</summary>
    public int Spread(int gate, Func<Operation, int[], int> add) => IsWhole ? gate : add(new Reshape(_squeezed.Dimensions), [gate]);

    private void Take(int node, Shape shape)
    {
        bool isContext = shape.Rank == 1 || (shape.Spatial == _squeezed.Spatial && shape.Spatial != Shape.Spatial);
        if (isContext && _beside is null) _beside = node;
        else if (!isContext && _mask is null && _mode == GlobalPoolMode.Average) _mask = node;
        else
        {
            throw new ShapeException(
                isContext ? "SqueezeExcite: there are two contexts. Put them side by side with Concat."
                : _mask is not null ? "SqueezeExcite: there are two masks. Multiply them."
                : $"SqueezeExcite: a mask weighs means, but the pool is {_mode}. Leave Pool out, or multiply the value by the mask.");
        }
    }

    private int Beside(Func<Operation, int[], int> add, int node)
    {
        Shape shape = _context.Builder[node].Shape;
        if (shape.Spatial == _squeezed.Spatial) return node;
        int aligned = add(new Reshape(Broadcasting.Aligned(shape, _squeezed.Rank)), [node]);
        return add(new Broadcast([.. _squeezed.Spatial, shape.Channels]), [aligned]);
    }
}
