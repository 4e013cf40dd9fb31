namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Norms over the channels of each position, and their gradients. The statistics of a position come first, the variance as the mean of
/// squared distances from the mean; its channels are in a cache when they are read again.
/// </summary>
public static class PositionNormEmitter
{
    public static void Emit(MapWriter map)
    {
        Operation norm = map.Plan.Operation;
        ChannelSum.DeclareLanes(map);
        map.OpenPixels("x");
        EmitStatistics(map, norm);
        map.Channels(map.Output.Channels, channel => map.Writer.Line($"{map.Code.Type} v = {Standard(map, norm, channel)};"));
        map.ClosePixels("x");
    }

    /// <summary><c>(dy − mean(dy) − x̂ · mean(dy · x̂)) / s</c>: see <see cref="PositionNormGradient"/>.</summary>
    public static void EmitGradient(MapWriter map)
    {
        Operation norm = ((PositionNormGradient)map.Plan.Operation).Norm;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        bool hasMean = norm is LayerNorm;
        string count = norm is Normalize ? "" : $" / {CodeWriter.Float(map.Input.Channels)}";
        ChannelSum.DeclareLanes(map);
        map.OpenPixels("x", "dy");
        EmitStatistics(map, norm);
        if (hasMean)
        {
            new ChannelSum(map, "gradients", (sum, channel, masked) => $"{sum} + {masked(code.Load("dy" + channel))}").Emit();
            writer.Line($"{code.Type} gradient = {code.Broadcast("gradients" + count)};");
        }
        new ChannelSum(map, "products", (sum, channel, masked) =>
            code.MultiplyAdd(masked(code.Load("dy" + channel)), masked(Standard(map, norm, channel)), sum)).Emit();
        if (norm is Normalize least) writer.Line($"if (length <= {CodeWriter.Float(least.Epsilon)}) products = 0f;");
        writer.Line($"{code.Type} product = {code.Broadcast("products" + count)};");
        map.Channels(map.Output.Channels, channel =>
        {
            writer.Line($"{code.Type} g = {code.Load("dy" + channel)}{(hasMean ? " - gradient" : "")};");
            writer.Line($"{code.Type} v = {code.MultiplyAddNegated(Standard(map, norm, channel), "product", "g")} * scale;");
        });
        map.ClosePixels("x", "dy");
    }

    /// <summary>Declares <c>scale</c> and, where the norm takes a mean off, <c>mean</c>.</summary>
    private static void EmitStatistics(MapWriter map, Operation norm)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        string channels = CodeWriter.Float(map.Input.Channels);
        string X(string channel) => code.Load("x" + channel);
        if (norm is LayerNorm)
        {
            new ChannelSum(map, "total", (sum, channel, masked) => $"{sum} + {masked(X(channel))}").Emit();
            writer.Line($"{code.Type} mean = {code.Broadcast($"total / {channels}")};");
        }
        new ChannelSum(map, "squares", (sum, channel, masked) =>
        {
            string distance = masked(norm is LayerNorm ? $"({X(channel)} - mean)" : X(channel));
            return code.MultiplyAdd(distance, distance, sum);
        }).Emit();
        if (norm is Normalize least)
        {
            writer.Line("float length = (float)Math.Sqrt(squares);");
            writer.Line($"{code.Type} scale = {code.Broadcast($"1f / Math.Max(length, {CodeWriter.Float(least.Epsilon)})")};");
            return;
        }
        string epsilon = CodeWriter.Float(((AffineNorm)norm).Epsilon);
        writer.Line($"{code.Type} scale = {code.Broadcast($"1f / (float)Math.Sqrt(squares / {channels} + {epsilon})")};");
    }

    private static string Standard(MapWriter map, Operation norm, string channel)
    {
        string x = map.Code.Load("x" + channel);
        return norm is LayerNorm ? $"(({x} - mean) * scale)" : $"({x} * scale)";
    }
}
