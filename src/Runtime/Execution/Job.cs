using Fusion.Runtime;

namespace Fusion;

/// <summary>What the participants of one run share. Lives on the caller's stack.</summary>
internal unsafe struct Job
{
    public delegate*<KernelRunner, void> Program;
    public Binding* Bindings;
    public int BindingCount;

    /// <summary>The first sample.</summary>
    public int First;

    /// <summary>How many samples the program takes at once.</summary>
    public int SamplesAtOnce;

    /// <summary>How often it takes so many.</summary>
    public int Batch;

    /// <summary>How many of the samples that it takes at once have not been run before.</summary>
    public int NewSamples;

    public float* Workspace;
    public SampleGroup Group;
    public long ScratchFloats;
    public float* Weights;
    public PixelNormalization* Normalization;

    public static Job OfOneSample(delegate*<KernelRunner, void> program) => Of(program, 0, 1, 1);

    public static Job Of(delegate*<KernelRunner, void> program, int first, int samplesAtOnce, int batch) => new()
    {
        Program = program,
        First = first,
        SamplesAtOnce = samplesAtOnce,
        Batch = batch,
        NewSamples = samplesAtOnce,
    };
}
