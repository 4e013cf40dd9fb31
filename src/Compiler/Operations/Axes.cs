namespace Fusion.Compiler.Operations;

/// <summary>Dimensions of a value that an operation reduces: those that Fusion.Axes names in declarations.</summary>
[Flags]
public enum Axes
{
    None = 0,
    Channels = 1,
    Width = 2,
    Height = 4,
    Frames = 8,
    Positions = Frames | Height | Width,
    All = Positions | Channels,
}
