namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>Dimensions in another order, and positions by their numbers.</summary>
internal static class GpuTransposeEmitter
{
    public static void Emit(GpuMapWriter map)
    {
        var transpose = (Transpose)map.Plan.Operation;
        int rank = transpose.Axes.Count;
        map.Locate();
        string[] from = ["0", "0", "0", "0"];
        for (int axis = 0; axis < rank; axis++)
            from[4 - rank + transpose.Axes[axis]] = axis == rank - 1 ? "channel" : map.Place(4 - rank + axis);
        map.Declare("v", map.Input.In("start", Pixel(map, from[0], from[1], from[2]), from[3]));
    }

    public static void EmitGather(GpuMapWriter map)
    {
        var gather = (Gather)map.Plan.Operation;
        int axis = 4 - map.Plan.Rank + gather.Axis;
        map.Locate();
        string[] from = [map.Place(0), map.Place(1), map.Place(2)];
        EmitLookUp(map.Writer, gather.Indices, from[axis]);
        from[axis] = "source";
        map.Declare("v", map.At(from[0], from[1], from[2]));
    }

    /// <summary>Numbers the same distance apart are computed; others are cases.</summary>
    private static void EmitLookUp(CodeWriter writer, EquatableArray<int> numbers, string place)
    {
        int step = numbers.Count > 1 ? numbers[1] - numbers[0] : 0;
        if (Enumerable.Range(1, numbers.Count - 1).All(i => numbers[i] - numbers[i - 1] == step))
        {
            writer.Line($"int source = {numbers[0]}{(step == 0 ? "" : step > 0 ? $" + {place} * {step}" : $" - {place} * {-step}")};");
            return;
        }
        writer.Line($"int source = {numbers[0]};");
        writer.Line($"switch ({place})");
        writer.Line("{");
        for (int i = 1; i < numbers.Count; i++) writer.Line($"    case {i}: source = {numbers[i]}; break;");
        writer.Line("}");
    }

    private static string Pixel(GpuMapWriter map, string frame, string line, string column)
    {
        Schedule.View input = map.Plan.Inputs[0];
        return GpuValue.Sum(GpuValue.Times(frame, (long)input.Height * input.Width), GpuValue.Times(line, input.Width), column);
    }
}
