namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>The channels of two values in turn. A channel of one and the same of the other are the halves of a 64-bit number.</summary>
public static class InterleaveEmitter
{
    public static void Emit(MapWriter map)
    {
        map.OpenPixels("a", "b");
        ChannelLoop.Emit(map.Writer, map.Lanes, map.Plan.Inputs[0].Channels, (channel, count) =>
        {
            map.Writer.Line($"{map.Code.BitsType} even = {map.Code.LoadBits("a" + channel)}, odd = {map.Code.LoadBits("b" + channel)};");
            string target = channel.Length == 0 ? "y" : $"y + 2 * {channel.Substring(3)}";
            Store("Lower", target, Math.Min(2 * count, map.Lanes));
            if (2 * count > map.Lanes) Store("Upper", $"{target} + {map.Lanes}", 2 * count - map.Lanes);
        });
        map.ClosePixels("a", "b");

        void Store(string half, string target, int count)
        {
            string name = half == "Lower" ? "lower" : "upper";
            map.Writer.Line($"{map.Code.Type} {name} = {map.Code.InterleavedHalf(half, "even", "odd")};");
            foreach (string line in map.Code.Store(name, target, count)) map.Writer.Line(line);
        }
    }
}
