namespace Fusion.Kernels.Tests.Support.Ptx.Memory;

/// <summary>Who has used a word of memory. Epochs are those of <see cref="Checks.AccessClock"/>; 0 is never.</summary>
internal struct MemoryCell
{
    /// <summary>When it was written last.</summary>
    public int WriteEpoch;

    /// <summary>Who wrote it last.</summary>
    public int WriteThread;

    /// <summary>The line of that store.</summary>
    public int WriteLine;

    /// <summary>When it was read last.</summary>
    public int ReadEpoch;

    /// <summary>Who read it in that epoch; <see cref="Checks.AccessCheck.Many"/> where several threads did.</summary>
    public int ReadThread;

    /// <summary>The line of that load.</summary>
    public int ReadLine;

    /// <summary>When a group before that of the last reader read it.</summary>
    public int EarlierReadEpoch;

    /// <summary>The line of that load.</summary>
    public int EarlierReadLine;
}
