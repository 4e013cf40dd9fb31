using Fusion.Runtime;

namespace Fusion;

/// <summary>What the participants of one run share. Lives on the caller's stack.</summary>
internal unsafe struct Job
{
    public static Job OfOneSample(delegate*<KernelRunner, void> program) => new() { Program = program, SamplesAtOnce = 1, Batch = 1 };

    public delegate*<KernelRunner, void> Program;
    public Binding* Bindings;
    public int BindingCount;
    /// <summary>The first sample.</summary>
    public int First;

    /// <summary>How many samples the program takes at once.</summary>
    public int SamplesAtOnce;

    /// <summary>How often it takes so many.</summary>
    public int Batch;

    public float* Workspace;
    public SampleGroup Group;
    public long ScratchFloats;
    public float* Weights;
    public PixelNormalization* Normalization;
}
