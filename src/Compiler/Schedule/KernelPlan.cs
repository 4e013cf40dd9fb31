namespace Fusion.Compiler.Schedule;

/// <summary>Everything that an emitter needs to print one kernel, and nothing that it would have to decide. A target has kinds of its
/// own.</summary>
/// <param name="Title">What the kernel computes, for comments and the fusion plan: <c>layer1.0.conv2: 3×3 64→64 …</c>.</param>
public abstract record KernelPlan(string Title)
{
    /// <summary>The kernel's method name, unique within the network; set by the scheduler.</summary>
    public string Name { get; set; } = "";

    /// <summary>What its name ends in, to tell it from other kernels of one layer; empty for most.</summary>
    public virtual string NameSuffix => "";

    /// <summary>The node of the graph for whose sake it runs; −1 for what has none, such as copies of results. Set by the
    /// scheduler.</summary>
    public int Node { get; set; } = -1;

    /// <summary>Work items: what threads share.</summary>
    public abstract int Units { get; }

    public abstract IEnumerable<View> Reads { get; }

    public abstract IEnumerable<View> Writes { get; }

    /// <summary>The tile, for the fusion plan; empty where there is none.</summary>
    public virtual string TileText => "";

    /// <summary>Buffers whose halo this kernel zeroes first, because it is the first to write to them.</summary>
    public List<Buffer> ClearsHaloOf { get; } = [];

    /// <summary>Whether it reads one of the caller's inputs.</summary>
    /// <param name="input">The index among the inputs.</param>
    public virtual bool ReadsInput(int input) =>
        Reads.Any(view => view.Buffer.Kind == BufferKind.Input && view.Buffer.Binding == input);

    /// <summary>Whether it reads each operand before it writes the result in its place, element by element; of most kernels nothing like it
    /// is known.</summary>
    public virtual bool ReplacesEachValue => false;
}
