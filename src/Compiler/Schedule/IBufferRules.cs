namespace Fusion.Compiler.Schedule;

/// <summary>What a target's kernels ask of the memory that a graph's values lie in.</summary>
public interface IBufferRules
{
    /// <summary>For each node the zeros that its value's readers need around it.</summary>
    IReadOnlyList<Halo> FindHalos();

    /// <summary>Whether the kernels that read a value touch nothing behind it, where nothing may lie: behind the caller's
    /// memory.</summary>
    bool StaysInside(Node node);

    /// <summary>The same of an input, which is read only, and need not be copied into the workspace then.</summary>
    bool CanReadInPlace(Node input);

    /// <summary>Whether a value that is a parameter is read where it lies among the weights.</summary>
    bool ReadsParametersInPlace { get; }

    /// <summary>Where a parameter lies that a training step changes, in floats from the start of all weights.</summary>
    long OffsetOf(string parameter, Shape shape);

    /// <summary>Channels to leave between two pixels of a value, so that they do not all fall into the same part of a cache.</summary>
    int ChannelsBetween(Node node);
}
