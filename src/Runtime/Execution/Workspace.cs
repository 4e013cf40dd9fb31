using Fusion.Runtime;

namespace Fusion;

/// <summary>The memory of one run, and the runner of its caller's part.</summary>
internal sealed unsafe class Workspace(long bytes) : IDisposable
{
    /// <summary>
    /// Fills workspaces with NaN before each run, which makes a kernel that reads what nobody wrote visible in the result: for tests.
    /// </summary>
    public static readonly bool IsPoisoned = AppContext.TryGetSwitch("Fusion.PoisonWorkspace", out bool poison) && poison;

    private readonly NativeBuffer _memory = new(bytes);
    private readonly NativeBuffer _normalization = new(sizeof(PixelNormalization));

    public KernelRunner Runner { get; } = new();

    public long Bytes => _memory.Bytes;

    public float* Pointer => (float*)_memory.Pointer;

    public PixelNormalization* Normalization => (PixelNormalization*)_normalization.Pointer;

    public void Prepare()
    {
        if (IsPoisoned) for (long i = 0; i < Bytes / sizeof(float); i++) Pointer[i] = float.NaN;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _normalization.Dispose();
        Runner.Free();
    }
}
