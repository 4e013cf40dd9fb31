using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>How an output is cut into tiles of Winograd's form.</summary>
/// <param name="Down">Tiles above each other in a frame.</param>
/// <param name="Across">Tiles side by side.</param>
public sealed record GpuWinogradTiles(WinogradTransform Transform, int Frames, int Down, int Across)
{
    public int PerSample => Frames * Down * Across;

    public static GpuWinogradTiles Of(WinogradTransform transform, Shape output) =>
        new(transform, output.Frames, transform.TilesOver(output.Height), transform.TilesOver(output.Width));
}

/// <summary>Transforms the input of a convolution in Winograd's form: a thread for one channel of a tile.</summary>
/// <param name="Points">For each tile, for each point, the input's channels.</param>
public sealed record GpuWinogradInputPlan(
    string Title, PackedConvolution Convolution, GpuWinogradTiles Tiles, View Input, View Points) : GpuKernelPlan(Title)
{
    public override string NameSuffix => "_Points";

    public override int Threads => 256;

    public override long UnitsPerSample => (long)Tiles.PerSample * Input.Channels;

    public override int UnitsPerGroup => Threads;

    public override IEnumerable<View> Reads => [Input];

    public override IEnumerable<View> Writes => [Points];
}

/// <summary>Transforms the products back and finishes them: a thread for one channel of a tile, channels side by side in a group and tiles
/// above each other.</summary>
/// <param name="Products">For each tile, for each point, the output's channels.</param>
public sealed record GpuWinogradOutputPlan(
    string Title, GpuWeights Weights, GpuWinogradTiles Tiles, View Products, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    /// <summary>Channels side by side in a group.</summary>
    public const int ChannelsAcross = 32;

    /// <summary>Tiles above each other in a group.</summary>
    public const int TilesOfGroup = 8;

    public GpuSqueezeSums? Squeeze { get; init; }

    public static int BlocksOf(GpuWinogradTiles tiles) => (tiles.PerSample + TilesOfGroup - 1) / TilesOfGroup;

    public override string NameSuffix => "_Results";

    public override int Threads => ChannelsAcross * TilesOfGroup;

    public override long UnitsPerSample => Squeeze is null ? Tiles.PerSample : BlocksOf(Tiles);

    public override int UnitsPerGroup => Squeeze is null ? TilesOfGroup : 1;

    public override int GroupsY => (Output.Channels + ChannelsAcross - 1) / ChannelsAcross;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Products);

    public override IEnumerable<View> Writes => Squeeze is null ? [Output] : [Output, Squeeze.Sums];
}
