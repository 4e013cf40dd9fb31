using System.Runtime.CompilerServices;

namespace Fusion.Runtime;

/// <summary>The weights of one part in double precision, with the BatchNorms before and after it folded in.</summary>
internal abstract unsafe class PartSource
{
    /// <summary>Doubles of a buffer that need not be allocated.</summary>
    protected const int OnStack = 512;

    private readonly int _outputsPerGroup;

    private protected PartSource(StateDict weights, WeightSource part, int inputs, int taps, int groups, int start)
    {
        Inputs = inputs;
        Taps = taps;
        Start = start;
        _outputsPerGroup = Math.Max(1, part.Outputs / groups);
        End = start + part.Outputs;
        if (part.After.Count != 0) After = Affine.Of(weights, part.After, part.Outputs);
        if (part.Before.Count != 0) Before = Affine.Of(weights, part.Before, inputs * groups);
    }

    /// <summary>Input channels of one group.</summary>
    protected int Inputs { get; }

    /// <summary>The product of the kernel's sizes.</summary>
    protected int Taps { get; }

    /// <summary>The part's first output channel.</summary>
    protected int Start { get; }

    /// <summary>The output channel after its last one.</summary>
    public int End { get; }

    /// <summary>The BatchNorms on its outputs.</summary>
    protected Affine? After { get; }

    /// <summary>The BatchNorms on its inputs.</summary>
    protected Affine? Before { get; }

    /// <param name="weights">All weights.</param>
    /// <param name="part">The part.</param>
    /// <param name="inputs">Input channels of one group.</param>
    /// <param name="taps">The product of the kernel's sizes.</param>
    /// <param name="groups">Groups of the whole convolution; 1 where it has other parts.</param>
    /// <param name="start">The part's first output channel.</param>
    public static PartSource Of(StateDict weights, WeightSource part, int inputs, int taps, int groups, int start = 0) => part switch
    {
        WeightPart layer => new LayerSource(weights, layer, inputs, taps, groups, start),
        IdentityPart identity => new IdentitySource(weights, identity, inputs, taps, groups, start),
        TransposedPart transposed => new TransposedSource(weights, transposed, inputs, taps, groups, start),
        SumPart sum => new SumSource(weights, sum, inputs, taps, groups, start),
        ChainPart chain => new ChainSource(weights, chain, inputs, taps, groups, start),
        _ => throw new InvalidOperationException($"{part.GetType().Name} is no part that weights can be made of."),
    };

    /// <summary>Writes the folded weights of neighbouring output channels for the packed input channels [from, to), all taps.</summary>
    /// <param name="target">The weight of tap 0, input 0 and the first of the output channels.</param>
    /// <param name="stride">From one input to the next; a tap is as many strides as there are inputs.</param>
    /// <param name="output">The first output channel.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="from">The first input channel.</param>
    /// <param name="to">The input channel after the last one.</param>
    /// <param name="narrow">Whether the weights are rounded to <see cref="BFloat16"/>.</param>
    public virtual void WriteColumns(float* target, int stride, int output, int count, int from, int to, bool narrow)
    {
        for (int i = 0; i < count; i++) WriteColumn(target + i, stride, output + i, from, to, narrow);
    }

    /// <summary>Writes one output channel.</summary>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected virtual void WriteColumn(float* target, int stride, int output, int from, int to, bool narrow)
    {
        long tapStride = (long)Inputs * stride;
        Span<double> filters = Buffer((to - from) * Taps, stackalloc double[OnStack]);
        Filters(filters, output, from, to);
        for (int input = from, at = 0; input < to; input++)
        {
            float* cell = target + (long)input * stride;
            for (int t = 0; t < Taps; t++, cell += tapStride) *cell = Rounded(filters[at++], narrow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static float Rounded(double weight, bool narrow) => narrow ? BFloat16.Round(weight) : (float)weight;

    /// <summary>The filters of one output channel with the BatchNorms folded in, not yet rounded.</summary>
    /// <param name="target">For each of the packed input channels [from, to), one value for each tap.</param>
    /// <param name="output">The output channel.</param>
    /// <param name="from">The first input channel.</param>
    /// <param name="to">The input channel after the last one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Filters(Span<double> target, int output, int from, int to)
    {
        int o = output - Start, group = Group(o);
        Read(target, o, from, to);
        if (After is null && Before is null) return;
        double after = After is null ? 1 : After.Scale[o];
        for (int input = from, at = 0; input < to; input++)
        {
            double scale = Before is null ? after : Before.Scale[group * Inputs + Order(input)] * after;
            for (int t = 0; t < Taps; t++) target[at++] *= scale;
        }
    }

    /// <summary>Writes the folded biases of the output channels from <paramref name="output"/> on.</summary>
    // Runs for a whole file once: there is no later call to be fast for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteBiases(float* target, int output, int count)
    {
        for (int i = 0; i < count; i++) target[i] = (float)Bias(output + i);
    }

    /// <summary>The folded bias of an output channel, not yet rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Bias(int output)
    {
        int o = output - Start;
        double value = ReadBias(o);
        if (Before is not null) value = AddShifts(value, o, Before.Shift);
        return After is null ? value : value * After.Scale[o] + After.Shift[o];
    }

    /// <summary>Adds what the BatchNorms on the inputs make of the bias.</summary>
    // Not inlined: few layers have any.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private double AddShifts(double value, int o, double[] shifts)
    {
        int group = Group(o);
        Span<double> filters = Buffer(Inputs * Taps, stackalloc double[OnStack]);
        Read(filters, o, 0, Inputs);
        for (int i = 0, at = 0; i < Inputs; i++)
            for (int t = 0; t < Taps; t++) value += filters[at++] * shifts[group * Inputs + Order(i)];
        return value;
    }

    /// <summary>Filters without the BatchNorms.</summary>
    /// <param name="target">For each of the packed input channels [from, to), one value for each tap.</param>
    /// <param name="o">The part's output channel.</param>
    /// <param name="from">The first input channel.</param>
    /// <param name="to">The input channel after the last one.</param>
    protected abstract void Read(Span<double> target, int o, int from, int to);

    /// <summary>The bias of the part's output channel, without the BatchNorms.</summary>
    protected abstract double ReadBias(int o);

    /// <summary>So many doubles: those on the stack, if they suffice.</summary>
    protected static Span<double> Buffer(int length, Span<double> stack) => length <= stack.Length ? stack[..length] : new double[length];

    /// <summary>The part's own input channel for a packed one.</summary>
    protected virtual int Order(int input) => input;

    /// <summary>The group of the part's output channel.</summary>
    protected int Group(int o) => o / _outputsPerGroup;

    /// <summary>The channel's number within its group.</summary>
    protected int InGroup(int o) => o % _outputsPerGroup;
}
