namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Channels in another order: gathered by a table of where each comes from, or, where there are very many, one by one.</summary>
public static class ChannelShuffleEmitter
{
    /// <summary>A longer table would be most of the program.</summary>
    private const int LongestTable = 4096;

    public static void Emit(MapWriter map)
    {
        var shuffle = (ChannelShuffle)map.Plan.Operation;
        int channels = map.Output.Channels;
        // Whole vectors of indices are read; the surplus points at channel 0.
        int padded = (channels + 15) / 16 * 16;
        bool hasTable = padded <= LongestTable;
        if (hasTable)
            map.Table("order", map.Plan.Name + "_Order",
                Enumerable.Range(0, padded).Select(c => c < channels ? shuffle.Source(c, channels) : 0));
        map.OpenRows();
        map.InputRow();
        map.Writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        if (!hasTable)
        {
            int each = channels / shuffle.Groups;
            map.Writer.Open($"for (int c = 0; c < {each}; c++)");
            map.Writer.Line($"for (int part = 0; part < {shuffle.Groups}; part++) y[c * {shuffle.Groups} + part] = x[part * {each} + c];");
            map.Writer.Close();
        }
        else map.Channels(channels, channel => map.Writer.Line($"{map.Code.Type} v = {map.Code.Gather("x", "order" + channel)};"));
        map.Writer.Line($"x += {map.Input.PixelStride};");
        map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }
}
