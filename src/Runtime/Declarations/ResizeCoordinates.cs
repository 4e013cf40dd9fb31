namespace Fusion;

/// <summary>Where the positions of a resized value lie among the old ones, for interpolation: as ONNX calls them.</summary>
/// <remarks>The place of position p along a dimension, counted in old positions from 0 on; old and new are the sizes.</remarks>
public enum ResizeCoordinates
{
    /// <summary><c>(p + ½) · old / new − ½</c>: the outer edges coincide.</summary>
    HalfPixel,

    /// <summary>The same where sizes are the scale's; where they were rounded down, so that the middles coincide.</summary>
    HalfPixelSymmetric,

    /// <summary>As half pixels, but 0 where there is one new position.</summary>
    PyTorchHalfPixel,

    /// <summary><c>p · old / new</c>: the first positions coincide.</summary>
    Asymmetric,
}
