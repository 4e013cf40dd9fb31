using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Channels that become blocks of positions, and the way back: whole pixels are moved. Where the channels of a block's positions
/// lie side by side, <see cref="InterleavedBlockEmitter"/> gathers them.</summary>
public static class BlockEmitter
{
    public static void EmitDepthToSpace(MapWriter map)
    {
        // Of one channel both orders are the same.
        if (((DepthToSpace)map.Plan.Operation).Interleaved && map.Output.Channels > 1)
        {
            InterleavedBlockEmitter.EmitDepthToSpace(map);
            return;
        }

        View output = map.Output;
        CodeWriter writer = map.Writer;
        int columns = OpenBlocks(map, output.Channels);
        writer.Open($"for (int i = 0; i < {columns}; i++)");
        string from = output.Channels == 1 ? "x + i" : $"x + i * {output.Channels}";
        map.Channels(output.Channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load(from + channel)};"));
        map.NextPixel();
        writer.Close();
        CloseBlocks(map);
    }

    /// <summary>Opens the loop over the blocks of a row, at each of which x is at the part of the input pixel that this row of the block
    /// is made of.</summary>
    /// <param name="channels">How far the parts of neighbouring columns lie apart.</param>
    /// <returns>The columns of a block.</returns>
    internal static int OpenBlocks(MapWriter map, int channels)
    {
        EquatableArray<int> block = PackedConvolution.ThreeOf(((DepthToSpace)map.Plan.Operation).Block, 1);
        View input = map.Input, output = map.Output;
        map.OpenRows();
        map.Writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        map.Writer.Line($"int part = (frame % {block[0]} * {block[1]} + line % {block[1]}) * {block[2] * channels};");
        map.Writer.Line($"float* x = {KernelText.Base(input)} + frame / {block[0]} * {KernelText.Native(input.PlaneStride)} "
            + $"+ line / {block[1]} * {KernelText.Native(input.RowStride)} + part;");
        map.Writer.Open($"for (int column = 0; column < {output.Width}; column += {block[2]})");
        return block[2];
    }

    /// <summary>Goes to the next pixel of the input, and closes what <see cref="OpenBlocks"/> has opened.</summary>
    internal static void CloseBlocks(MapWriter map)
    {
        map.Writer.Line($"x += {map.Input.PixelStride};");
        map.Writer.Close();
        map.Writer.Close();
    }

    public static void EmitSpaceToDepth(MapWriter map)
    {
        if (((SpaceToDepth)map.Plan.Operation).Interleaved && map.Input.Channels > 1)
        {
            InterleavedBlockEmitter.EmitSpaceToDepth(map);
            return;
        }

        EquatableArray<int> block = PackedConvolution.ThreeOf(((SpaceToDepth)map.Plan.Operation).Block, 1);
        View input = map.Input, output = map.Output;
        CodeWriter writer = map.Writer;
        map.OpenRows();
        writer.Line($"int frame = row / {output.Height}, line = row % {output.Height};");
        writer.Open($"for (int column = 0; column < {output.Width}; column++)");
        writer.Open($"for (int i = 0; i < {block[0] * block[1] * block[2]}; i++)");
        writer.Line($"int t = frame * {block[0]} + i / {block[1] * block[2]}, y0 = line * {block[1]} + i / {block[2]} % {block[1]};");
        writer.Line($"float* x = {KernelText.Base(input)} + {KernelText.Times("t", input.PlaneStride)} "
            + $"+ {KernelText.Times("y0", input.RowStride)} + (column * {block[2]} + i % {block[2]}) "
            + $"* {KernelText.Native(input.PixelStride)};");
        string to = input.Channels == 1 ? "y + i" : $"y + i * {input.Channels}";
        map.Channels(input.Channels, channel => writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};"), epilogue: false,
            target: to);
        writer.Close();
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
