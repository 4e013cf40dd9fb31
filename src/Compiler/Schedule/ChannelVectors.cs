namespace Fusion.Compiler.Schedule;

/// <summary>Values per channel that epilogues read.</summary>
public abstract record ChannelVectors(int Channels)
{
    /// <summary>What it takes among the weights: whole vectors, whatever their width.</summary>
    public int Padded => (Channels + 15) / 16 * 16;
}

/// <summary>PReLU's slopes.</summary>
public sealed record SlopeVector(PRelu Operation, int Channels, long Offset) : ChannelVectors(Channels);

/// <summary>A parameter as the state dict has it.</summary>
public sealed record ParameterVector(string Name, int Channels, long Offset) : ChannelVectors(Channels);

/// <summary>A BatchNorm that no convolution took: y = x · scale + shift.</summary>
public sealed record NormVectors(BatchNorm Operation, int Channels, long ScaleOffset, long ShiftOffset) : ChannelVectors(Channels);
