namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One number: where the gradients of a loss begin.</summary>
public static class ConstantEmitter
{
    public static void Emit(MapWriter map)
    {
        map.OpenRows();
        map.Writer.Line($"y[0] = {CodeWriter.Float(((Constant)map.Plan.Operation).Value)};");
        map.Writer.Close();
    }
}
