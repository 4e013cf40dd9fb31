using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Dropout in training: each element 0 or larger, as its random word says. <see cref="Drop"/> says which word that is.</summary>
public static class DropEmitter
{
    public static void Emit(MapWriter map)
    {
        var drop = (Drop)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels, half = Drop.Half(channels), pairs = Math.Max(0, channels - half);
        EmitKeys(map, drop);
        map.OpenPixels("x");
        writer.Line($"int place = {KernelText.Times(Pixel(map.Output), half)};");
        ChannelLoop.Emit(writer, map.Lanes, pairs, (channel, count) =>
        {
            EmitWords(map, channel);
            EmitElements(map, "word0", channel, map.Lanes);
            EmitElements(map, "word1", channel + KernelText.Offset(half), count);
        });
        if (pairs == 0)
        {
            ChannelLoop.Emit(writer, map.Lanes, channels, (channel, count) =>
            {
                EmitWords(map, channel);
                EmitElements(map, "word0", channel, count);
            });
        }
        else if (map.Code.Set.Vectors(pairs) * map.Lanes is var done && done < half)
        {
            writer.Open($"for (int c = {done}; c < {half}; c += {map.Lanes})");
            EmitWords(map, " + c");
            EmitElements(map, "word0", " + c", map.Lanes);
            writer.Close();
        }
        map.ClosePixels("x");
    }

    private static string Pixel(View output) => output.Width == 1 ? "row" : $"({KernelText.Times("row", output.Width)} + column)";

    /// <summary>What all elements share: the key, and the second word of the counter.</summary>
    private static void EmitKeys(MapWriter map, Drop drop)
    {
        string type = Integers(map);
        string Pieces(int from) => $"(int)step[{from}] | (int)step[{from + 1}] << 16";
        map.Writer.Comment(
            "An element's random bits depend on the seed, the step, this layer and the element's place: the gradient drops the same ones.");
        map.Writer.Line($"float* step = {KernelText.Base(map.Plan.Inputs[1])};");
        map.Writer.Line($"{type} lowerStep = {map.Code.Broadcast(Pieces(StepNumbers.Step))};");
        map.Writer.Line($"{type} seed = {map.Code.Broadcast(Pieces(StepNumbers.Seed))};");
        map.Writer.Line($"{type} stream = {map.Code.Broadcast($"{drop.Stream} | (int)step[{StepNumbers.Step + 2}] << 16")};");
        map.Writer.Line($"{map.Code.BitsType} threshold = {map.Code.Broadcast($"{drop.Threshold}u")};");
    }

    private static void EmitWords(MapWriter map, string channel)
    {
        string type = Integers(map);
        map.Writer.Line($"{type} word0 = {map.Code.Broadcast("place" + channel)} + {type}.Indices, word1 = lowerStep;");
        map.Writer.Line(map.Context.Functions.Call("Threefry", "seed", "stream", "ref word0", "ref word1") + ";");
    }

    /// <param name="word">Which of the two words decides.</param>
    private static void EmitElements(MapWriter map, string word, string channel, int count)
    {
        VectorCode code = map.Code;
        // A block of its own, for the variable's sake.
        map.Writer.Open("");
        string isKept = $"{code.Class}.GreaterThanOrEqual({word}.AsUInt32(), threshold).AsSingle()";
        string kept = $"{code.Load("x" + channel)} * {code.Constant(((Drop)map.Plan.Operation).Scale)}";
        map.Writer.Line($"{code.Type} v = {code.Class}.ConditionalSelect({isKept}, {kept}, {code.Zero});");
        foreach (string line in map.Epilogue.Apply("v", _ => "", channel)) map.Writer.Line(line);
        foreach (string line in code.Store("v", "y" + channel, count)) map.Writer.Line(line);
        map.Writer.Close();
    }

    private static string Integers(MapWriter map) => $"{map.Code.Class}<int>";
}
