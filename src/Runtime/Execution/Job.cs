using Fusion.Runtime;

namespace Fusion;

/// <summary>What the participants of one run share. Lives on the caller's stack.</summary>
internal unsafe struct Job
{
    public delegate*<KernelRunner, void> Program;
    public Binding* Bindings;
    public int BindingCount;
    public int Batch;
    public float* Workspace;
    public SampleGroup Group;
    public long ScratchFloats;
    public float* Weights;
    public PixelNormalization* Normalization;
}
